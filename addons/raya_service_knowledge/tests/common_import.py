import csv
import io

from openpyxl import Workbook

from .common import KnowledgeCommon

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8", "limit": 2000, "skip": 0}


class ImportCommon(KnowledgeCommon):
    """Files as an editor gives them to Odoo's import."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.engine = cls._create_component(code="ENG", name="Engine")
        cls.fuel = cls._create_component(code="FUEL", name="Fuel system", parent_id=cls.engine.id)

    @classmethod
    def _create_component(cls, **vals):
        return cls.env["raya.component"].create(vals)

    def _load(self, model, fields, *rows, user=None, **context):
        result = self.env[model].with_user(user or self.editor).with_context(**context).load(fields, [*map(list, rows)])
        self.env.invalidate_all()
        return result

    def _taken(self, model, fields, *rows, **options):
        """The records that a file made or changed."""
        result = self._load(model, fields, *rows, **options)
        self.assertEqual(result["messages"], [])
        return self.env[model].browse(result["ids"])

    def _refused(self, model, fields, *rows, **options):
        """Line numbers, counted from 1, and messages of a refused file."""
        before = self.env[model].with_context(active_test=False).search_count([])
        result = self._load(model, fields, *rows, **options)
        self.assertFalse(result["ids"])
        self.assertEqual(self.env[model].with_context(active_test=False).search_count([]), before)
        return [(m["rows"]["from"] + 1 if "rows" in m else None, m["message"]) for m in result["messages"]]

    def _csv(self, *rows):
        file = io.StringIO()
        csv.writer(file).writerows(rows)
        return file.getvalue().encode()

    def _xlsx(self, *rows):
        book, file = Workbook(), io.BytesIO()
        for row in rows:
            book.active.append(row)
        book.save(file)
        return file.getvalue()

    def _upload(self, model, content, name, *, user=None, dryrun=False, left_out=(), **options):
        """What the import screen does: read the file, match the columns, import.

        :param left_out: headings of columns that are not imported
        """
        kind = "text/csv" if name.endswith(".csv") else XLSX
        user = user or self.editor
        wizard = (
            self.env["base_import.import"]
            .with_user(user)
            .with_context(lang=user.lang)
            .create({"res_model": model, "file": content, "file_name": name, "file_type": kind})
        )
        preview = wizard.parse_preview({**OPTIONS, **options})
        self.assertNotIn("error", preview)
        columns = [
            "/".join(preview["matches"][at]) if at in preview["matches"] and heading not in left_out else False
            for at, heading in enumerate(preview["headers"])
        ]
        self.assertEqual(columns.count(False), len(left_out), preview["headers"])
        result = wizard.execute_import(columns, preview["headers"], {**preview["options"], **options}, dryrun=dryrun)
        self.env.invalidate_all()
        return result
