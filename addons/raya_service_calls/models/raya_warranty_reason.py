from odoo import api, models

from ..tools import coverage, registration


class RayaWarranty(models.Model):
    """What coverages grant, and the sentences that explain a decision."""

    _inherit = "raya.warranty"

    def _get_coverage_lines(self):
        """What these coverages grant, as plain values for the decision.

        A commitment supplies parts and service against payment: it covers
        nothing (DOMAIN, warranty rule 8).
        """
        return [
            coverage.CoverageLine(**values)
            for warranty in self
            if warranty.kind != "commitment" and warranty.asset_id.state in registration.LIVE
            for values in warranty._prepare_coverage_lines()
        ]

    def _prepare_coverage_lines(self):
        self.ensure_one()
        if not self.date_start:
            return []
        spells = self._get_spells()
        common = {
            "priority": self.policy_id.sequence,
            "grace_days": self.policy_id.grace_days,
            "excluded_categ_ids": frozenset(self.policy_id.excluded_categ_ids.ids),
            "excluded_product_ids": frozenset(self.policy_id.excluded_product_ids.ids),
            "voids": spells["void"],
            "suspensions": spells["suspended"],
        }
        return [
            {
                **common,
                **line.policy_line_id._prepare_coverage_scope(),
                "date_start": line.date_start,
                "date_end": line.date_end,
            }
            for line in self.line_ids
        ]

    @api.model
    def _get_reason_sentence(self, key, args):
        """One sentence that explains a decision, in the language of the reader.

        :param str key: ``reason_key`` of a :class:`~.tools.coverage.Decision`
        :param dict args: its ``reason_args``, also as they come back from JSON
        """
        sentences = {**self._get_grant_sentences(), **self._get_refusal_sentences()}
        sentence = sentences[key] % self._prepare_reason_terms(args)
        others = self._get_runners_up(args)
        if not others:
            return sentence
        return sentence + " " + self.env._("Also covered by %(covers)s.", covers=", ".join(others))

    def _get_grant_sentences(self):
        return {
            "covered": self.env._("Covered until %(date_end)s by %(cover)s."),
            "covered_partly": self.env._(
                "%(share)s%% covered until %(date_end)s by %(cover)s; the customer pays the rest."
            ),
            "covered_in_grace": self.env._(
                "Covered by %(cover)s, which ended on %(date_end)s: reported within its days of grace."
            ),
            "covered_partly_in_grace": self.env._(
                "%(share)s%% covered by %(cover)s, which ended on %(date_end)s: reported within its days of grace; "
                "the customer pays the rest."
            ),
        }

    def _get_refusal_sentences(self):
        return {
            "no_policy": self.env._("Charged: no warranty is known for this unit."),
            "customer_caused": self.env._(
                "Charged: the customer caused this fault, and %(cover)s does not cover that."
            ),
            "excluded": self.env._("Charged: %(cover)s excludes this part."),
            "void": self.env._("Charged: %(cover)s is void since %(date_since)s."),
            "suspended": self.env._("Charged: %(cover)s is suspended since %(date_since)s."),
            "used_up": self.env._("Charged: %(cover)s ends at %(limit)s %(meter)s, and the meter read %(reading)s."),
            "expired": self.env._("Charged: %(cover)s ended on %(date_end)s."),
            "not_started": self.env._("Charged: %(cover)s starts only on %(date_start)s."),
            "other_part": self.env._("Charged: %(cover)s covers another part only."),
            "other_component": self.env._("Charged: %(cover)s covers faults of another component only."),
            "other_category": self.env._("Charged: %(cover)s covers parts of another category only."),
            "other_scope": self.env._("Charged: %(cover)s does not cover this kind of work."),
        }

    def _prepare_reason_terms(self, args):
        """Names and dates of a reason, as this reader writes them."""
        meters = {"hours": self.env._("hours"), "km": self.env._("kilometres"), "cycles": self.env._("cycles")}
        written = self.env["res.lang"]._format_day
        return {
            "cover": self._get_cover_name(args),
            "share": f"{args.get('share', 0):g}",
            "date_start": written(args.get("date_start")),
            "date_end": written(args.get("date_end")),
            "date_since": written(args.get("date_since")),
            "meter": meters.get(args.get("meter"), ""),
            "limit": f"{args.get('limit', 0):g}",
            "reading": f"{args.get('reading', 0):g}",
        }

    def _get_cover_name(self, args):
        # The name of a cover is no secret: whoever reads the decision reads its reason.
        line = self.env["raya.warranty.policy.line"].sudo().browse(args.get("line_id")).exists()
        return line.display_name or args.get("cover")

    def _get_runners_up(self, args):
        """Names of the other covers that fit, each once."""
        winner = self._get_cover_name(args)
        names = [self._get_cover_name(other) for other in args.get("runners_up", [])]
        return [name for name in dict.fromkeys(names) if name != winner]
