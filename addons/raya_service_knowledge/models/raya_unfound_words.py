from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_list

from odoo.addons.raya_service_base.tools import folding
from odoo.addons.raya_service_base.tools.notices import notice

# Longer texts are no words that somebody looks for, but what they pasted.
LONGEST = 80
# What nobody asks for any more goes.
KEPT_DAYS = 365


class RayaUnfoundWords(models.Model):
    """Words that people searched and that no piece of knowledge has; who asked is not kept."""

    _name = "raya.unfound.words"
    _description = "Words Searched, Nothing Found"
    _inherit = ["raya.transition.mixin"]
    _order = "search_count desc, id desc"
    _rec_name = "text"
    _protected_fields = frozenset({"text", "key", "lang", "search_count", "last_date", "state"})

    text = fields.Char(required=True, readonly=True, help="As it was typed the last time.")
    key = fields.Char(required=True, readonly=True, help="The words as the search compares them.")
    lang = fields.Selection(selection="_selection_lang", string="Language", required=True, readonly=True)
    search_count = fields.Integer("Times", default=1, readonly=True, help="How often nothing was found.")
    last_date = fields.Datetime("Last Searched", required=True, readonly=True, index=True)
    state = fields.Selection(
        [("open", "Nothing Found"), ("settled", "Found Now"), ("ignored", "Left Out")],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    stands_for = fields.Reference(
        selection="_selection_stands_for", help="What people mean by these words. It is found by them afterwards."
    )

    _key_unique = models.Constraint("UNIQUE (key, lang)", "These words are on the list already.")

    @api.model
    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    @api.model
    def _selection_stands_for(self):
        """What the search finds by keywords: nothing else would be found by them afterwards."""
        names = self.env["raya.knowledge.search"]._get_searched_models()
        return [(name, self.env["ir.model"]._get(name).name) for name in names]

    # Noting

    @api.model
    def _note(self, text):
        """Count one more search for these words, in the language of whoever asks.

        What an editor settled, and is not found all the same, is open again; what they left out stays so.

        :param str text: as it was typed
        :return: whether these are words that somebody could look for
        """
        key = " ".join(sorted(folding.words(text)))
        if not key or len(text.strip()) > LONGEST:
            return False
        now = fields.Datetime.now()
        lang = self.env.lang or "en_US"
        self.flush_model()
        self.env.execute_query(
            SQL(
                """
                INSERT INTO raya_unfound_words AS noted
                       (text, key, lang, search_count, last_date, state, create_date, write_date)
                VALUES (%(text)s, %(key)s, %(lang)s, 1, %(now)s, 'open', %(now)s, %(now)s)
                ON CONFLICT (key, lang) DO UPDATE
                   SET text = excluded.text, search_count = noted.search_count + 1, last_date = excluded.last_date,
                       state = CASE noted.state WHEN 'settled' THEN 'open' ELSE noted.state END
                RETURNING id
                """,
                text=text.strip(),
                key=key,
                lang=lang,
                now=now,
            )
        )
        self.invalidate_model()
        return True

    @api.autovacuum
    def _gc_unfound_words(self):
        old = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.search(Domain("last_date", "<", old) & Domain("state", "!=", "ignored"), limit=10000).unlink()

    # Deciding

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("open", "settled"),
            ("open", "ignored"),
            ("settled", "open"),
            ("ignored", "open"),
        }

    def action_add_words(self):
        """Let what these words stand for be found by them, and tell how many are settled.

        :raises UserError: when it is not said what they stand for, or when that has been deleted
        """
        for words in self:
            record = words.stands_for and words.stands_for.exists()
            if not record:
                raise UserError(self.env._("Choose what “%s” stands for, then add the words to it.", words.text))
            record = record.with_context(lang=words.lang)
            if words.text not in (record.keywords or ""):
                record.keywords = ", ".join(filter(None, (record.keywords, words.text)))
        self.filtered(lambda words: words.state != "settled")._transition("settled")
        names = sorted({words.stands_for.display_name for words in self})
        return notice(self.env._("%s: found by these words from now on.", format_list(self.env, names, "unit")))

    def action_ignore(self):
        """Take them off the list; they stay off when they are searched again."""
        self._transition("ignored")

    def action_reopen(self):
        self._transition("open")
