"""Two people at once: a unit has one owner, an allowance is spent once, each voucher has its number.

Two real transactions on a committed database: both have begun before either
writes, so that each sees the world without the other. Odoo begins the one that
PostgreSQL refuses again, as it does for every request.
"""

import pytest
from together import TOGETHER

WORLD = (
    TOGETHER
    + """
import functools
from datetime import timedelta

category = env["product.category"].create({"name": "Machines", "raya_meter": "hours"})
product = env["product.product"].create({"name": "Machine", "type": "consu", "categ_id": category.id})
people = env["res.partner"].create([{"name": name} for name in ("First", "Second", "Third")])
"""
)

TRANSFER = (
    WORLD
    + """
asset = env["raya.asset"].create({"product_id": product.id, "partner_id": people[0].id, "serial": "M-1"})
env.cr.commit()
today = env.company._raya_get_day()


def transfer(partner, own):
    own["raya.asset"].browse(asset.id)._transfer_ownership(own["res.partner"].browse(partner.id), today, "Sold")
    return "done"


answers = together(functools.partial(transfer, people[1]), functools.partial(transfer, people[2]))
owners = asset.ownership_ids.sorted("id")
result = {
    "answers": answers,
    "owners": len(owners),
    "today": len(owners.filtered(lambda owner: not owner.date_until)),
    "agrees": owners[-1].partner_id == asset.partner_id,
    "events": len(asset.warranty_ids.event_ids),
}
"""
)

READING = (
    WORLD
    + """
asset = env["raya.asset"].create({"product_id": product.id, "partner_id": people[0].id, "serial": "M-2"})
env.cr.commit()
today = env.company._raya_get_day()


def read(value, day, own):
    own["raya.asset"].browse(asset.id)._record_reading("hours", value, day)
    return "done"


answers = together(
    functools.partial(read, 100, today - timedelta(days=1)),
    functools.partial(read, 50, today),
)
result = {"done": answers.count("done"), "refused": [answer for answer in answers if "cannot read" in answer]}
"""
)

# Four registrations of one unit: `customers` say who, `serials` how each of them writes it.
REGISTER = """
today = env.company._raya_get_day()


def register(number, own):
    customer = own["res.partner"].browse(customers[number].id)
    told = {"serial": serials[number], "product": "Machine", "date_purchase": today}
    own["raya.asset.registration"]._register_unit(customer, told, "bill.pdf", f"%PDF-1.4 {number}".encode())
    return "done"


def confirm(id_, own):
    own["raya.asset.registration"].browse(id_).action_confirm()
    return "done"


env.cr.commit()
told = together(*(functools.partial(register, number) for number in range(4)))
registrations = env["raya.asset.registration"].search([("partner_id", "in", [each.id for each in customers])])
registrations.product_id = product
env.cr.commit()
confirmed = together(*(functools.partial(confirm, id_) for id_ in registrations.ids))
files = env["raya.asset"].search([("product_id", "=", product.id)])
result = {
    "told": told,
    "registrations": len(registrations),
    "confirmed": confirmed,
    "files": len(files),
    "owners": files.partner_id.mapped("name"),
}
"""

# Two jobs: on one unit, or on two; `most` is how often their policy pays.
JOBS = """
if not env.company.chart_template:
    env["account.chart.template"].try_loading("generic_coa", env.company)
policy = env["raya.warranty.policy"].create(
    {"name": "One free service", "line_ids": [(0, 0, {"scope": "labour", "max_count": most})]}
)
product.raya_policy_ids = policy
common = {"product_id": product.id, "partner_id": people[0].id, "date_invoice": "2026-01-01"}
assets = env["raya.asset"].create([{**common, "serial": f"M-3-{number}"} for number in range(units)])
labour = env["product.product"].create(
    {"name": "Labour", "type": "service", "uom_id": env.ref("uom.product_uom_hour").id, "list_price": 40}
)
operation = env["raya.operation"].create({"code": "CC-1", "name": "Service", "product_id": labour.id})
symptom = env["raya.symptom"].create({"code": "CC-1", "name": "Noise"})
fault = env["raya.fault"].create({"code": "CC-1", "name": "Loose", "symptom_ids": symptom.ids})
me = env.ref("base.user_admin")
# Nobody decides on their own work: somebody else has done it.
worker = env["res.users"].with_context(no_reset_password=True).create(
    {
        "name": "Worker",
        "login": "race-worker",
        "group_ids": [(4, env.ref("raya_service_base.group_service_technician").id)],
    }
)
env["hr.employee"].create({"name": "Worker", "user_id": worker.id, "hourly_cost": 20})
team = env["raya.team"].create({"name": "Team", "leader_id": me.id, "user_ids": worker.ids})
jobs = env["raya.workorder"]
for number in range(2):
    call = env["raya.call"].create(
        {"asset_id": assets[number % units].id, "symptom_ids": symptom.ids, "team_id": team.id, "user_id": worker.id}
    )
    job = env["raya.workorder"].create(
        {
            "call_id": call.id,
            "diagnosis_ids": [(0, 0, {"symptom_id": symptom.id, "fault_id": fault.id})],
            "work_line_ids": [(0, 0, {"operation_id": operation.id, "hours": 1})],
        }
    )
    job.action_start()
    job.action_submit()
    jobs |= job
env.cr.commit()
"""

APPROVE = (
    JOBS
    + """

def approve(number, own):
    own["raya.workorder"].browse(jobs[number].id).action_approve()
    return "done"


answers = together(functools.partial(approve, 0), functools.partial(approve, 1))
vouchers = env["raya.cost.voucher"].search([("workorder_id", "in", jobs.ids)])
result = {
    "answers": answers,
    "shares": sorted(jobs.charge_ids.mapped("company_share")),
    "numbers": sorted(vouchers.mapped("name")),
}
"""
)

# Two people decide on one job at once: `verbs` says what each of them presses.
DECIDE = (
    JOBS
    + """
job = jobs[0]


def decide(verb, own):
    mine = own["raya.workorder"].browse(job.id)
    mine.action_approve() if verb == "approve" else mine.action_send_back("Which part?")
    return verb


answers = together(*(functools.partial(decide, verb) for verb in verbs))
result = {
    "answers": answers,
    "state": job.state,
    "vouchers": env["raya.cost.voucher"].search_count([("workorder_id", "=", job.id)]),
    "timesheets": len(job.work_line_ids.timesheet_ids),
    "steps": job.approval_step_ids.mapped("state"),
    "activities": len(job.activity_ids),
}
"""
)

# Two dispatchers refer one call, each to another technician; `verb` is the button they press.
REFER = """
role = env.ref("raya_service_base.group_service_dispatcher")
users = env["res.users"].with_context(no_reset_password=True).create(
    [{"name": name, "login": f"{verb}-{name}", "group_ids": [(4, role.id)]} for name in ("one", "two")]
)
team = env["raya.team"].create({"name": "Team", "user_ids": users.ids})
call = env["raya.call"].create({"partner_id": people[0].id, "product_id": product.id, "team_id": team.id})
if verb == "action_refer_again":
    call.action_refer()
    call.referral_id.date -= timedelta(hours=1)
before = len(call.referral_ids)
env.cr.commit()


def refer(number, own):
    mine = own["raya.call"].with_user(users[number].id).browse(call.id)
    mine.user_id = users[number].id
    getattr(mine, verb)()
    return "done"


answers = together(functools.partial(refer, 0), functools.partial(refer, 1))
done = answers.index("done")
result = {
    "answers": answers,
    "referrals": len(call.referral_ids) - before,
    "waiting": call.referral_ids.mapped("state").count("waiting"),
    "of_who_was_first": [call.user_id, call.referral_id.user_id, call.referral_id.author_id] == [users[done]] * 3,
    "asked": call.activity_ids.user_id == users[done],
}
"""


@pytest.mark.parametrize("verb", ["action_refer", "action_refer_again"])
def test_two_dispatchers_refer_one_call_at_once_and_the_second_is_told(workshop, verb):
    found = workshop.copy("suite").run(WORLD + f"verb = {verb!r}" + REFER)
    assert (found["referrals"], found["waiting"], found["of_who_was_first"], found["asked"]) == (1, 1, True, True)
    assert found["answers"].count("done") == 1
    assert [answer for answer in found["answers"] if answer.startswith("UserError") and "has referred" in answer]


def test_two_transfers_at_once_end_in_one_history(workshop):
    found = workshop.copy("suite").run(TRANSFER)
    assert found["today"] == 1
    assert found["agrees"]
    assert found["owners"] == 1 + found["answers"].count("done")


def test_two_readings_at_once_never_run_backwards(workshop):
    found = workshop.copy("suite").run(READING)
    assert found["done"] == 1
    assert len(found["refused"]) == 1


def test_four_registrations_of_one_serial_by_one_customer_at_once_are_one(workshop):
    told = "customers, serials = [people[0]] * 4, ['M-9', 'm-9', ' M-9 ', 'M-۹']"
    found = workshop.copy("suite").run(WORLD + told + REGISTER)
    assert found["told"].count("done") == 1
    assert [answer for answer in found["told"] if "registered this serial number already" not in answer] == ["done"]
    assert (found["registrations"], found["files"]) == (1, 1)


def test_four_registrations_of_one_serial_confirmed_at_once_open_one_file(workshop):
    told = """
people += env["res.partner"].create({"name": "Fourth"})
customers, serials = list(people), ["M-9", "m-9", "M-9", "M-9"]
"""
    found = workshop.copy("suite").run(WORLD + told + REGISTER)
    assert (found["told"], found["registrations"]) == (["done"] * 4, 4)
    assert (found["confirmed"].count("done"), found["files"], len(found["owners"])) == (1, 1, 1)
    assert len([answer for answer in found["confirmed"] if "belongs to" in answer]) == 3


def test_two_reports_at_once_spend_an_allowance_once(workshop):
    found = workshop.copy("suite").run(WORLD + "units, most = 1, 1" + APPROVE)
    assert found["answers"] == ["done", "done"]
    assert found["shares"] == [0, 100]


def test_two_first_cost_vouchers_at_once_have_a_number_each(workshop):
    """The first one of a company, and of a year, makes the range of its numbers."""
    found = workshop.copy("suite").run(WORLD + "units, most = 2, 0" + APPROVE)
    assert found["answers"] == ["done", "done"]
    assert found["shares"] == [100, 100]
    assert [number[-5:] for number in found["numbers"]] == ["00001", "00002"]


def test_two_approvals_of_one_report_at_once_have_one_effect(workshop):
    found = workshop.copy("suite").run(WORLD + "units, most, verbs = 2, 0, ['approve', 'approve']" + DECIDE)
    assert found["answers"].count("approve") == 1
    assert [answer for answer in found["answers"] if answer.startswith("UserError") and "is Approved" in answer]
    assert (found["state"], found["vouchers"], found["timesheets"]) == ("approved", 1, 1)
    assert (found["steps"], found["activities"]) == (["approved"], 0)


def test_approval_and_sending_back_at_once_end_in_one_of_them(workshop):
    found = workshop.copy("suite").run(WORLD + "units, most, verbs = 2, 0, ['approve', 'send_back']" + DECIDE)
    [done] = [answer for answer in found["answers"] if answer in ("approve", "send_back")]
    assert len([answer for answer in found["answers"] if answer.startswith("UserError")]) == 1
    is_approved = done == "approve"
    assert (found["state"], found["vouchers"]) == (("approved", 1) if is_approved else ("progress", 0))
    assert found["timesheets"] == found["vouchers"]
    assert (found["steps"], found["activities"]) == (["approved" if is_approved else "sent_back"], 0)
