from functools import partial

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.raya_service_base.tools import folding

# Of one kind on the page; a list pages through more.
MOST_SHOWN = 200


class RayaKnowledgeSearch(models.AbstractModel):
    """The page that finds a piece of knowledge by its words, and a fault by its symptoms."""

    _name = "raya.knowledge.search"
    _description = "Search in the Technical Knowledge"

    @api.model
    def _get_searched_models(self):
        """Names of the models in which people search, in the order they are shown."""
        return ["raya.symptom", "raya.fault", "raya.operation", "raya.procedure"]

    @api.model
    def find(self, text, product_id=False, limit=8):
        """Find knowledge by its words, grouped by kind.

        :param str text: words in any order, as people type them
        :param int product_id: only what applies to this product
        :param int limit: the most records of one kind
        :return: list of dicts ``model``, ``label``, ``records`` (dicts ``id``,
            ``code``, ``name``, ``path``), ``has_more`` and ``is_guess``; kinds without
            a find are left out. Where no kind has all words, what sounds like them
            is guessed; where nothing does, what sounds like most of them.
        """
        if not folding.words(text):
            return []
        product = self.env["product.product"].browse(product_id or [])
        models = [self.env[name] for name in self._get_searched_models()]
        for find_in in (self._find_in, self._guess_in, partial(self._guess_in, any_word=True)):
            groups = [find_in(model, text, product, limit) for model in models]
            if any(group["records"] for group in groups):
                break
        return [group for group in groups if group["records"]]

    @api.model
    def find_all(self, model_name, text, product_id=False, limit=MOST_SHOWN):
        """One kind of what :meth:`find` finds, as far as a page can show it.

        :param str model_name: one of those searched
        :return: a dict as :meth:`find` lists them
        """
        model, product = self._get_asked(model_name, product_id)
        return self._find_in(model, text, product, limit)

    @api.model
    def get_list_action(self, model_name, text, product_id=False):
        """Action of the list with one kind of what :meth:`find` finds, for the same product."""
        model, product = self._get_asked(model_name, product_id)
        domain = Domain("display_name", "ilike", text) & model._applicable_domain(product)
        return {
            "type": "ir.actions.act_window",
            "name": self.env["ir.model"]._get(model_name).name,
            "res_model": model_name,
            "views": [[False, "list"], [False, "form"]],
            "domain": list(domain),
        }

    def _get_asked(self, model_name, product_id):
        """The model and the product that a page names.

        :raises UserError: for a model that is not searched
        """
        if model_name not in self._get_searched_models():
            raise UserError(self.env._("%s is not searched here.", model_name))
        return self.env[model_name], self.env["product.product"].browse(product_id or [])

    @api.model
    def note_unfound(self, text):
        """Tell the editors that somebody stopped at words that no piece of knowledge has, a guess or not.

        :param str text: as it was typed
        :return: whether it was noted; words that are found, or are none, are not
        """
        models = [self.env[name] for name in self._get_searched_models()]
        if any(model.search_count(model._search_words(text), limit=1) for model in models):
            return False
        # Who looks something up need not read what others looked for.
        return self.env["raya.unfound.words"].sudo()._note(text)

    def _find_in(self, model, text, product, limit):
        names = self._get_fetched_fields(model)
        found = model._search_best(text, model._applicable_domain(product), product, names, limit + 1)
        return self._prepare_group(model, found[:limit], has_more=len(found) > limit)

    def _guess_in(self, model, text, product, limit, any_word=False):
        names, domain = self._get_fetched_fields(model), model._applicable_domain(product)
        found = model._search_alike(text, domain, names, limit, any_word)
        return self._prepare_group(model, found, is_guess=True)

    def _get_fetched_fields(self, model):
        return ["code", "name", *(["parent_id"] if "parent_id" in model._fields else [])]

    def _prepare_group(self, model, records, has_more=False, is_guess=False):
        return {
            "model": model._name,
            "label": self.env["ir.model"]._get(model._name).name,
            "records": [self._prepare_record_values(record) for record in records],
            "has_more": has_more,
            "is_guess": is_guess,
        }

    def _prepare_record_values(self, record):
        return {
            "id": record.id,
            "code": record.code,
            "name": record.name,
            # Of a term above that another company keeps to itself, only the name is told.
            "path": record.parent_id.sudo().complete_name or "" if "parent_id" in record._fields else "",
        }

    @api.model
    def suggest(self, symptom_ids, product_id=False, limit=8):
        """Probable faults for symptoms, the most probable first.

        :return: list of dicts ``id``, ``code``, ``name``, ``severity``, ``is_safety``,
            ``weight`` (declared), ``jobs`` and ``total`` (closed jobs)
        """
        product = self.env["product.product"].browse(product_id or [])
        symptoms = self.env["raya.symptom"].browse(symptom_ids)
        suggestions = self.env["raya.fault"]._suggest(product, symptoms)[:limit]
        faults = self.env["raya.fault"].browse(suggestion.fault_id for suggestion in suggestions)
        return [
            {
                "id": fault.id,
                "code": fault.code,
                "name": fault.name,
                "severity": fault.severity,
                "is_safety": fault.is_safety,
                "weight": suggestion.weight,
                "jobs": suggestion.jobs,
                "total": suggestion.total,
            }
            for fault, suggestion in zip(faults, suggestions, strict=True)
        ]
