from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.raya_service_base.tools import folding, typed

from ..tools import sync
from .raya_identifier_type import LONGEST_VALUE

# What makes a value that of one unit only.
IDENTITY = {"type_id", "value", "asset_id"}


class RayaAssetIdentifier(models.Model):
    """A number that the maker or an authority gave to one unit."""

    _name = "raya.asset.identifier"
    _description = "Identifier of a Unit"
    _rec_name = "value"
    _order = "asset_id, id"
    _check_company_auto = True

    asset_id = fields.Many2one("raya.asset", "Product File", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="asset_id.company_id", store=True, index=True)
    type_id = fields.Many2one(
        "raya.identifier.type",
        "Identifier",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        domain="type_domain",
    )
    type_domain = fields.Binary(compute="_compute_type_domain")
    value = fields.Char(required=True)
    value_key = fields.Char(compute="_compute_value_key", store=True, precompute=True)
    is_exclusive = fields.Boolean(
        readonly=True, help="No other product file in use may have this value as long as this one has it."
    )

    # Mails name a number and not what kind of one it is.
    _value_key_idx = models.Index("(value_key)")
    _type_value_once = models.UniqueIndex(
        "(company_id, type_id, value_key) WHERE is_exclusive",
        "Another product file in use has this identifier. Look for it before you enter it again.",
    )

    @api.depends("asset_id.product_id")
    def _compute_type_domain(self):
        for identifier in self:
            identifier.type_domain = list(
                self.env["raya.identifier.type"]._applicable_domain(identifier.asset_id.product_id)
            )

    @api.depends("value")
    def _compute_value_key(self):
        for identifier in self:
            identifier.value_key = identifier.type_id._get_key(identifier.value)

    @api.depends("type_id.name", "value")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for identifier in self:
            identifier.display_name = f"{identifier.type_id.name or ''} {identifier.value or ''}".strip()

    @api.constrains("type_id", "value", "asset_id")
    def _check_value(self):
        for identifier in self:
            identifier._check_form()
            identifier._check_applicable()

    @api.model_create_multi
    def create(self, vals_list):
        identifiers = super().create(vals_list)
        identifiers._reserve()
        return identifiers

    def write(self, vals):
        result = super().write(vals)
        if IDENTITY & vals.keys():
            self._reserve()
        return result

    def _reserve(self):
        """Keep these values for their files.

        :raises ValidationError: when another file in use has one of them
        """
        self._sync_exclusive()
        self._check_exclusive()

    def _check_form(self):
        if not self.value_key or len(self.value) > LONGEST_VALUE:
            raise ValidationError(
                self.env._(
                    "%(type)s: enter letters or digits, %(longest)s characters at most.",
                    type=self.type_id.name,
                    longest=LONGEST_VALUE,
                )
            )
        if not self.type_id._is_valid(folding.fold(typed.plain(self.value))):
            raise ValidationError(
                self.env._(
                    "%(value)s is no valid %(type)s. It looks like this: %(hint)s.",
                    value=self.value,
                    type=self.type_id.name,
                    hint=self.type_id._get_hint(),
                )
            )

    def _check_applicable(self):
        if not self.type_id._is_applicable(self.asset_id.product_id):
            raise ValidationError(
                self.env._(
                    "%(type)s is not for %(product)s. Choose another identifier, or add its category to this one "
                    "in Configuration / Identifier Types.",
                    type=self.type_id.name,
                    product=self.asset_id.product_id.display_name,
                )
            )

    def _drop_doubles_of(self, kept):
        """The same number typed on two files of one unit is one fact.

        :param kept: the file whose numbers stay
        """
        known = {(each.type_id, each.value_key) for each in kept.identifier_ids}
        self.filtered(lambda each: (each.type_id, each.value_key) in known).unlink()

    def _sync_exclusive(self):
        """Let go of what files out of use had, then take what nobody else has.

        A value that another file in use has stays with that file: a delivery that
        brings an old file back to life must not fail because of it.
        """
        entitled = self.filtered(lambda identifier: identifier._is_entitled())
        (self - entitled).filtered("is_exclusive").is_exclusive = False
        self.flush_model(["is_exclusive"])
        taken = set()
        for identifier in entitled.filtered(lambda identifier: not identifier.is_exclusive):
            place = (identifier.company_id, identifier.type_id, identifier.value_key)
            if place not in taken and not identifier._get_rivals():
                taken.add(place)
                identifier.is_exclusive = True

    def _is_entitled(self):
        return self.type_id.is_unique and self.asset_id.state in sync.LIVE

    def _get_rivals(self):
        """Identifiers of other files in use that have this value."""
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("type_id", "=", self.type_id.id),
                ("value_key", "=", self.value_key),
                ("is_exclusive", "=", True),
                ("id", "!=", self.id),
            ],
            limit=1,
        )

    def _check_exclusive(self):
        """:raises ValidationError: naming the file that has one of these values already"""
        for identifier in self.filtered(lambda identifier: identifier._is_entitled()):
            rival = identifier._get_rivals()
            if rival:
                raise ValidationError(
                    self.env._(
                        "%(type)s %(value)s belongs to %(file)s already. Correct it here or there.",
                        type=identifier.type_id.name,
                        value=identifier.value,
                        file=rival.asset_id.display_name,
                    )
                )
