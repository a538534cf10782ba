"""Two people decide on money at once: a day has one tariff, a budget is spent once, a cost stands on one claim."""

from together import TOGETHER

WORLD = (
    TOGETHER
    + """
import functools

from odoo.fields import Command, Date
env["account.chart.template"].try_loading("generic_coa", env.company, install_demo=False)


def create_user(role, number=1):
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": f"{role} {number}",
                "login": f"money-{role}-{number}",
                "group_ids": [Command.link(env.ref(f"raya_service_base.group_service_{role}").id)],
            }
        )
    )


managers = [create_user("manager", number) for number in (1, 2)]
technician, leader = create_user("technician"), create_user("dispatcher")
env["hr.employee"].create({"name": "Technician", "user_id": technician.id, "hourly_cost": 50})
team = env["raya.team"].create({"name": "Team", "leader_id": leader.id, "user_ids": technician.ids})
customer, vendor = env["res.partner"].create([{"name": "Customer"}, {"name": "Vendor"}])
labour = env["product.product"].create(
    {"name": "Labour", "type": "service", "uom_id": env.ref("uom.product_uom_hour").id, "list_price": 80}
)
operation = env["raya.operation"].create({"code": "MONEY", "name": "Repair", "product_id": labour.id})


def create_job(unit):
    job = env["raya.workorder"].create(
        {
            "asset_id": unit.id,
            "team_id": team.id,
            "user_id": technician.id,
            "work_line_ids": [Command.create({"operation_id": operation.id, "hours": 1})],
        }
    )
    job.action_start()
    return job


def create_unit(number, policies):
    product = env["product.template"].create({"name": f"Machine {number}", "raya_policy_ids": policies.ids})
    return env["raya.asset"].create(
        {
            "product_id": product.product_variant_id.id,
            "partner_id": customer.id,
            "serial": f"MONEY-{number}",
            "date_invoice": Date.today(),
        }
    )


nothing = env["raya.warranty.policy"]
"""
)

TARIFF = (
    WORLD
    + """
tariffs = env["raya.tariff"].create(
    [
        {"name": name, "date_from": Date.today(), "line_ids": [Command.create({"price": 40})]}
        for name in ("One", "Two")
    ]
)
for tariff in tariffs:
    tariff.action_submit()


def approve(number, own):
    own["raya.tariff"].with_user(managers[number].id).browse(tariffs[number].id).action_approve()
    return "done"


answers = together(functools.partial(approve, 0), functools.partial(approve, 1))
result = {"answers": answers, "states": sorted(tariffs.mapped("state"))}
"""
)

BUDGET = (
    WORLD
    + """
day = Date.today()
budget = env["raya.goodwill.budget"].create({"team_id": team.id, "date_start": day, "date_end": day, "amount": 100})
gifts = env["raya.goodwill"].create(
    [
        {"workorder_id": create_job(create_unit(number, nothing)).id, "percent": 100, "reason": "Third repair"}
        for number in (1, 2)
    ]
)


def ask(number, own):
    own["raya.goodwill"].with_user(leader.id).browse(gifts[number].id).action_submit()
    return "done"


answers = together(functools.partial(ask, 0), functools.partial(ask, 1))
result = {"answers": answers, "left": budget.left, "states": sorted(gifts.mapped("state"))}
"""
)

CLAIM = (
    WORLD
    + """
covered = {"line_ids": [Command.create({"scope": "all", "share": 100})], "duration": 24}
policies = env["raya.warranty.policy"].create(
    [
        {"name": "Whole", **covered},
        {"name": "Maker", "kind": "supplier", "partner_id": vendor.id, **covered},
    ]
)
job = create_job(create_unit(1, policies))
job.with_user(technician).action_submit()
job.with_user(leader).action_approve()
costs = job.voucher_ids.line_ids


def claim(own):
    own["raya.cost.voucher.line"].browse(costs.ids).action_claim()
    return "done"


answers = together(claim, claim)
lines = env["raya.supplier.claim.line"].search([("voucher_line_id", "in", costs.ids)])
result = {"answers": answers, "costs": len(costs), "lines": len(lines), "claims": len(lines.claim_id)}
"""
)


def _told(found, sentence):
    """How many were done, and how many were refused by this sentence."""
    answers = found["answers"]
    return answers.count("done"), len([answer for answer in answers if sentence in answer])


def test_two_tariffs_of_the_same_days_are_not_put_in_force_at_once(workshop):
    found = workshop.copy("suite").run(TARIFF)
    assert _told(found, "holds on some of these days") == (1, 1), found
    assert found["states"] == ["in_force", "submitted"]


def test_two_who_ask_for_what_is_left_of_a_budget_do_not_get_it_twice(workshop):
    found = workshop.copy("suite").run(BUDGET)
    assert _told(found, "is left of the budget") == (1, 1), found
    assert (found["left"], found["states"]) == (20, ["draft", "submitted"])


def test_a_cost_stands_on_one_claim_whoever_claims_it(workshop):
    found = workshop.copy("suite").run(CLAIM)
    assert _told(found, "stands on a claim") == (1, 1), found
    assert (found["costs"], found["lines"], found["claims"]) == (1, 1, 1)
