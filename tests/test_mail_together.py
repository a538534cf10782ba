"""One mail that two workers of the server take in at once opens one call."""

from together import TOGETHER

MAILS = (
    TOGETHER
    + """
domain = env["mail.alias.domain"].create({"name": "raya.example"})
env.company.alias_domain_id = domain
team = env["raya.team"].create({"name": "Service", "alias_name": "service", "alias_domain_id": domain.id})
RAW = b"From: sara@shop.example\\r\\nTo: service@raya.example\\r\\nMessage-ID: <%s@shop.example>\\r\\n\\r\\nIt drips.\\r\\n"

def take_in(*mails):
    jobs = [lambda own, raw=raw: own["mail.thread"].message_process(None, raw) for raw in mails]
    return refused(together(*jobs))

def count(key):
    return [
        env["raya.call"].search_count([("message_key", "=", key)]),
        env["mail.message"].search_count([("message_id", "=", key)]),
    ]

same = take_in(RAW % b"one", RAW % b"one")
nameless = RAW.replace(b"Message-ID: <%s@shop.example>\\r\\n", b"").replace(b"sara", b"omid")
without = take_in(nameless, b"Received: from elsewhere\\r\\n" + nameless)
several = take_in(RAW % b"two", RAW % b"three")
call = env["raya.call"].search([("message_key", "=", "<two@shop.example>")])
answer = (RAW % b"four").replace(b"Message-ID", b"In-Reply-To: <two@shop.example>\\r\\nMessage-ID")
answers = take_in(answer, answer)
result = {
    "errors": same + without + several + answers,
    "same": count("<one@shop.example>"),
    "without": env["raya.call"].search_count([("email_from", "=", "omid@shop.example")]),
    "several": count("<two@shop.example>") + count("<three@shop.example>"),
    "answers": count("<four@shop.example>"),
    "refused": env["raya.mail.refusal"].search_count([]),
    "valid": team.alias_id.alias_status,
}
"""
)


def test_one_mail_taken_in_twice_at_once_opens_one_call(workshop):
    assert workshop.copy("suite").run(MAILS) == {
        "errors": [],
        "same": [1, 1],
        "without": 1,
        "several": [1, 1, 1, 1],
        "answers": [0, 1],
        "refused": 0,
        "valid": "valid",
    }
