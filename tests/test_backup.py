"""A backup made by Odoo's own database manager comes back whole, with what the database itself keeps for us."""

KNOWLEDGE = """
from odoo import Command

user = env["res.users"].create(
    {
        "name": "Editor",
        "login": "backup_editor",
        "group_ids": [Command.set(env.ref("raya_service_base.group_knowledge_editor").ids)],
    }
)
env["raya.fault"].with_user(user).create({"code": "BACKUP-1", "name": "Kettle never boils"})
"""
FIND = """
user = env["res.users"].search([("login", "=", "backup_editor")])
groups = env["raya.knowledge.search"].with_user(user).find("boils kettle")
result = [record["code"] for group in groups for record in group["records"]]
"""
# As after the restoration: what is written is searched, for indexes and columns are kept by functions of the database.
AGAIN = """
user = env["res.users"].search([("login", "=", "backup_editor")])
fault = env["raya.fault"].with_user(user).search([("code", "=", "BACKUP-1")])
fault.with_context(lang="fa_IR").name = "کتری هرگز نمی‌جوشد"
env["stock.lot"].create({"name": "سریال ۱۲", "product_id": env["product.product"].search([], limit=1).id})
groups = env["raya.knowledge.search"].with_user(user).find("نميجوشد")
result = [record["code"] for group in groups for record in group["records"]]
"""


def test_backup_comes_back_whole(workshop):
    database = workshop.copy("suite-demo")
    database.run(KNOWLEDGE)
    assert database.run(FIND) == ["BACKUP-1"]
    restored = workshop.restore_backup(database)
    assert restored.run(FIND) == ["BACKUP-1"]
    assert restored.run(AGAIN) == ["BACKUP-1"]
