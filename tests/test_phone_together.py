"""One operation of a phone that comes three times at once is done once.

Three real transactions on a committed database have begun before any of them writes,
as when an answer is lost and a phone sends again while the first request still runs.
"""

from together import TOGETHER

IMAGE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
SEND = (
    TOGETHER
    + """
import functools
import uuid

me = env.ref("base.user_admin")
customer = env["res.partner"].create({"name": "Customer"})
product = env["product.product"].create({"name": "Machine", "type": "consu"})
asset = env["raya.asset"].create({"product_id": product.id, "partner_id": customer.id, "serial": "PH-1"})
team = env["raya.team"].create({"name": "Team", "leader_id": me.id, "user_ids": me.ids})
job = env["raya.workorder"].create({"asset_id": asset.id, "team_id": team.id, "user_id": me.id})
job.action_start()


def operation(what, **args):
    return {"uuid": str(uuid.uuid4()), "name": what, "job_id": job.id, "args": args, "at": 0.0}


def send(asked, own):
    return own["raya.my.jobs"].with_user(me).run([asked], 0.0)[0]["status"]


photo = operation("add_photo", name="a.png", image=image)
once = together(*(functools.partial(send, photo) for _phone in range(3)))
texts = [operation("write_report", field="finding", text=text, base="") for text in ("dry", "wet")]
both = together(*(functools.partial(send, text) for text in texts))
domain = [("res_model", "=", "raya.workorder"), ("res_id", "=", job.id), ("name", "=", "a.png")]
result = {
    "once": once,
    "photos": env["ir.attachment"].search_count(domain),
    "both": sorted(both),
    "finding": job.finding,
}
"""
)


def test_what_a_phone_sends_three_times_at_once_is_done_once(workshop):
    found = workshop.copy("suite").run(f"image = {IMAGE!r}\n" + SEND)
    assert (found["once"], found["photos"]) == (["done"] * 3, 1)
    # Two phones write the same field: one is asked, and neither text is lost.
    assert found["both"] == ["conflict", "done"]
    assert found["finding"] in ("dry", "wet")
