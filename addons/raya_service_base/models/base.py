from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL


class Base(models.AbstractModel):
    _inherit = "base"

    def onchange(self, values, field_names, fields_spec):
        """Our forms tell nothing of records that their reader may not open, whatever a client names in them.

        Odoo computes stored and related fields in superuser mode, also those of a form
        that is only being filled in.

        :raises AccessError: for a record of ours that the user may not read
        """
        if self._name.startswith("raya."):
            self._raya_check_reach({**self._raya_get_context_defaults(), **values})
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _raya_get_context_defaults(self):
        context = self.env.context
        return {key.removeprefix("default_"): context[key] for key in context if key.startswith("default_")}

    @api.model
    def _raya_check_reach(self, values):
        """Refuse values that name records of ours which the user may not read.

        :param dict values: as a client sends them, with commands for lists
        :raises AccessError: when there are any, outside superuser mode
        """
        for name, value in values.items():
            field = self._fields.get(name)
            if value and field and (field.comodel_name or "").startswith("raya."):
                records = self.env[field.comodel_name]
                listed = value if field.type in ("one2many", "many2many") else [value]
                named = [records._raya_read_command(each) for each in listed]
                # Of those that are gone the form itself tells.
                records.concat(*named).exists().check_access("read")

    @api.model
    def _raya_read_command(self, command):
        """Records that a value names: an id, a record, or a command of a list, whose lines are checked as well."""
        if isinstance(command, dict):
            # The form around a line, perhaps not saved yet.
            self._raya_check_reach(command)
            return self.browse(command.get("id") or ())
        if not isinstance(command, list | tuple):
            return self.browse(command)
        verb, id_, content = (*command, False, False)[:3]
        if verb in (Command.CREATE, Command.UPDATE):
            self._raya_check_reach(content)
        if verb == Command.SET:
            return self.browse(content)
        return self.browse(id_) if verb == Command.LINK else self.browse()

    @api.model
    def _raya_search_ranked(self, domain, get_ranks, names, limit=None):
        """The records of a domain by ranks that only the database knows, cut after they were sorted.

        :param get_ranks: function from the table's alias to a list of ``SQL``; the usual order follows
        :param names: fields to fetch with the records, in the same query
        """
        query = self._search(domain, order=self._order, limit=limit)
        if query.is_empty():
            return self.browse()
        query.order = SQL(", ").join([*get_ranks(query.table), query.order])
        return self._fetch_query(query, self._determine_fields_to_fetch(names))
