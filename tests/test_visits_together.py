"""Two dispatchers who plan for one technician at the same moment: one of them is told to choose another time."""

from together import TOGETHER

VISITS = (
    TOGETHER
    + """
from datetime import timedelta

from odoo.tests import new_test_user

def person(login, role):
    return new_test_user(env, login=login, groups=f"raya_service_base.group_service_{role}")

boss, technician, mate = person("boss", "dispatcher"), person("tech", "technician"), person("mate", "technician")
team = env["raya.team"].create({"name": "T", "leader_id": boss.id, "user_ids": (technician | mate).ids})
product = env["product.product"].create({"name": "Fridge", "type": "consu"})

def job(number):
    site = env["res.partner"].create({"name": f"Site {number}"})
    asset = env["raya.asset"].create({"product_id": product.id, "serial": f"S{number}", "partner_id": site.id})
    call = env["raya.call"].create({"asset_id": asset.id, "team_id": team.id, "statement": "?"})
    return env["raya.workorder"].create({"call_id": call.id}).id

jobs = [job(number) for number in range(6)]
day = env.company._raya_get_day() + timedelta(days=7)
day += timedelta(days=(7 - day.weekday()) % 7)  # a Monday
monday = day.isoformat()

def plan(id_, minute, user=technician.id, **options):
    return lambda own: own["raya.board"].with_user(boss.id).plan([id_], user, monday, minute, 60, **options)

def answers(*jobs_):
    return sorted("refused" if "refused" in answer else "said" for answer in together(*jobs_))

def create(own):
    visit = own["raya.visit"].browse(first).copy_data()[0]
    times = {"date_start": start, "date_stop": start + timedelta(hours=1)}
    return own["raya.visit"].with_user(boss.id).create({**visit, **times, "workorder_ids": [(6, 0, [jobs[4]])]}).id

same = answers(plan(jobs[0], 540), plan(jobs[1], 570))
touching = answers(plan(jobs[2], 780), plan(jobs[3], 840))
first = env["raya.visit"].search([("workorder_ids", "in", jobs[2:4])], limit=1).id
start = env["raya.board"]._to_moment(monday, 900)
both = together(create, create)
helper = answers(plan(jobs[4], 480, mate.id), plan(jobs[5], 480, is_emergency=True, helper_ids=mate.ids))
slots = env["raya.visit.slot"].search([("user_id", "=", technician.id), ("is_free", "=", False)], order="date_start")
result = {
    "same": same,
    "touching": touching,
    "typed": [type(answer).__name__ for answer in sorted(both, key=str)],
    "reason": [str(answer) for answer in refused(both)],
    "emergency": helper,
    "double": [a.id for a, b in zip(slots, slots[1:]) if a.date_stop > b.date_start],
}
"""
)


def test_nobody_is_planned_twice_at_once(workshop):
    found = workshop.copy("floor-raya_service_workorder").run(VISITS)
    [reason] = found.pop("reason")
    assert "planned another visit" in reason
    assert found == {
        "same": ["refused", "said"],
        "touching": ["said", "said"],
        "typed": ["int", "Refused"],
        "emergency": ["said", "said"],
        "double": [],
    }
