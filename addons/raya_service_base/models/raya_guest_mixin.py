from odoo import api, models

from ..tools.carried import Carried


class RayaGuestMixin(models.AbstractModel):
    """A record of Odoo with fields of ours that people carry on without seeing them.

    A field whose records somebody may not read has ``groups``, and Odoo refuses to copy it for them. What a copy
    keeps nevertheless, whoever makes it, is named in ``_carried_fields``: stored relations with ``copy=False``.
    """

    _name = "raya.guest.mixin"
    _description = "Record of Odoo with Fields Carried On"

    # Each class names its own; those of all classes count together.
    _carried_fields = frozenset()

    def copy_data(self, default=None):
        copied = super().copy_data(default)
        names = self._get_carried_fields() - (default or {}).keys()
        # Whoever copies need not see what the copy keeps.
        for record, vals in zip(self.sudo(), copied, strict=True):
            for name in names if vals else ():
                if record[name]:
                    vals[name] = Carried(self._fields[name].convert_to_write(record[name], record))
        return copied

    @api.model
    def new(self, values=None, origin=None, ref=None):
        """Odoo tries values out before it creates: what is carried on is set later, on the record itself."""
        plain = {name: value for name, value in (values or {}).items() if not isinstance(value, Carried)}
        return super().new(plain, origin, ref)

    @api.model_create_multi
    def create(self, vals_list):
        """Values of ``tools.carried`` are set whoever creates; others need the rights of the field."""
        names = self._get_carried_fields()
        kept = [{name: vals[name].value for name in names if isinstance(vals.get(name), Carried)} for vals in vals_list]
        if self.env.su or not any(kept):
            return super().create([{**vals, **carried} for vals, carried in zip(vals_list, kept, strict=True)])
        rest = [
            {name: value for name, value in vals.items() if name not in carried}
            for vals, carried in zip(vals_list, kept, strict=True)
        ]
        records = super().create(rest)
        for record, carried in zip(records, kept, strict=True):
            if carried:
                # The program took them from a record that this person was allowed to copy or to go on with.
                record.sudo().write(carried)
        return records

    @api.model
    def _get_carried_fields(self):
        """Names of all fields that a copy keeps."""
        return frozenset().union(*(vars(cls).get("_carried_fields", ()) for cls in type(self).__mro__))
