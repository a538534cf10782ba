"""The public collection of machine mails, read where it lies: none opens a call, makes a contact or is answered.

Runs where the folder is there; nothing of it is part of the project.
"""

import json
import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("RAYA_SHARED") or Path(__file__).parents[2] / "shared")
PUBLIC = SHARED / "mails" / "public"
# The only one that a person wrote.
PERSON = "not-is-not-bounce-01.eml"

FEED = """
import logging
from pathlib import Path

class Memory(logging.Handler):
    def emit(self, record):
        lines.append(record.getMessage() + (str(record.exc_info[1]) if record.exc_info else ""))
        traces.extend(["traceback"] if record.exc_info else [])

lines, traces, result = [], [], {}
logger = logging.getLogger("odoo.addons")
logger.setLevel(logging.INFO)
logger.addHandler(Memory())
domain = env["mail.alias.domain"].create({"name": "raya.example"})
env.company.alias_domain_id = domain
env["raya.team"].create({"name": "Service", "alias_name": "service", "alias_domain_id": domain.id})
counted = ("raya.call", "res.partner", "mail.mail", "raya.mail.refusal")
for file in sorted(Path(folder).glob("*.eml")):
    raw = file.read_bytes()
    newline = b"\\r\\n" if b"\\r\\n" in raw else b"\\n" if b"\\n" in raw else b"\\r"
    before = {name: env[name].search_count([]) for name in counted}
    lines.clear()
    traces.clear()
    savepoint = env.cr.savepoint()
    try:
        env["mail.thread"].message_process(None, b"Delivered-To: service@raya.example" + newline + raw)
        env.flush_all()
    except Exception as error:
        traces.append(repr(error))
    told = any("opens no call" in line or "bounce" in line for line in lines)
    made = [env[name].search_count([]) - before[name] for name in counted]
    result[file.name] = [*made, told, list(traces)]
    savepoint.rollback()
    savepoint.close()
    env.invalidate_all()
"""


@pytest.mark.skipif(not PUBLIC.is_dir(), reason="the collection is not here")
def test_only_the_mail_of_a_person_becomes_a_call(workshop):
    got = workshop.copy("suite").run(f"folder = {json.dumps(str(PUBLIC))}\n{FEED}")
    assert len(got) >= 80
    # One call and one acknowledgement, nobody new.
    assert got.pop(PERSON) == [1, 0, 1, 0, False, []]
    assert {name: found for name, found in got.items() if found != [0, 0, 0, 0, True, []]} == {}
