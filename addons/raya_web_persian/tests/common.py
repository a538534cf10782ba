from odoo.tests import TransactionCase, new_test_user

from ..tools import babel_calendar


class PersianCase(TransactionCase):
    """A Persian and an English user, as the add-on finds them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.lang = cls.env["res.lang"]._lang_get("fa_IR")
        cls.persian = new_test_user(cls.env, "persian", "base.group_user", lang="fa_IR", tz="Asia/Tehran")
        cls.english = new_test_user(cls.env, "english", "base.group_user", lang="en_US", tz="Asia/Tehran")

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._raya_tell_babel()

    def _set_language(self, **vals):
        """Change the language, and forget it with the test."""
        self.lang.write(vals)
        database = self.env.cr.dbname
        self.addCleanup(babel_calendar.set_languages, database, {"fa_IR": ("solar", "arabext")})
        # Nobody else is to load the registry again for a test.
        self.env.registry.registry_invalidated = False

    def _as(self, user, model):
        """A model as the web client of a user asks it."""
        return self.env(user=user, context={"lang": user.lang, "tz": user.tz, "uid": user.id})[model]
