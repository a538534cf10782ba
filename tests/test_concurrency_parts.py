"""Two people move parts at once: two taps make one slip, and the last part is given once."""

from together import TOGETHER

WORLD = (
    TOGETHER
    + """
import functools

warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
relay = env["product.product"].create({"name": "Relay", "type": "consu", "is_storable": True})
env["stock.quant"]._update_available_quantity(relay, warehouse.lot_stock_id, 1)
customer = env["res.partner"].create({"name": "Customer"})
machine = env["product.product"].create({"name": "Machine", "type": "consu"})


def create_job(user):
    job = env["raya.workorder"].create(
        {
            "partner_id": customer.id,
            "product_id": machine.id,
            "user_id": user.id,
            "part_ids": [(0, 0, {"product_id": relay.id})],
        }
    )
    job.action_start()
    return job


def count(location):
    quants = env["stock.quant"].search([("product_id", "=", relay.id), ("location_id", "=", location.id)])
    return sum(quants.mapped("quantity"))
"""
)

RETURN = (
    WORLD
    + """
job = create_job(env.user)
job.action_request_parts()
job.picking_ids.button_validate()


def give_back(own):
    own["raya.workorder"].browse(job.id).action_return_parts()
    return "done"


answers = together(give_back, give_back)
slips = job.picking_ids.filtered(lambda slip: slip.picking_type_id == warehouse.raya_return_type_id)
slips.button_validate()
result = {
    "done": answers.count("done"),
    "refused": [answer for answer in answers if "no part to return" in answer],
    "slips": len(slips),
    "stock": count(warehouse.lot_stock_id),
    "van": count(job._get_technician_location()),
}
"""
)

LAST = (
    WORLD
    + """
users = env["res.users"].with_context(no_reset_password=True).create(
    [
        {
            "name": name,
            "login": f"last-{name}",
            "group_ids": [(4, env.ref("raya_service_base.group_service_technician").id)],
        }
        for name in ("one", "two")
    ]
)
env["raya.team"].create({"name": "Team", "user_ids": users.ids})
jobs = [create_job(user) for user in users]
for job in jobs:
    job._get_technician_location()
    job._prepare_references()


def request(number, own):
    own["raya.workorder"].with_user(users[number].id).browse(jobs[number].id).action_request_parts()
    return "done"


answers = together(functools.partial(request, 0), functools.partial(request, 1))
reserved = env["stock.quant"].search([("product_id", "=", relay.id), ("quantity", ">", 0)]).reserved_quantity
result = {
    "answers": answers,
    "states": sorted(job.state for job in jobs),
    "moves": sorted(move.state for job in jobs for move in job.part_ids.move_ids),
    "reserved": reserved,
}
"""
)


def test_two_taps_on_return_make_one_slip(workshop):
    found = workshop.copy("suite").run(RETURN)
    assert (found["done"], len(found["refused"]), found["slips"]) == (1, 1, 1)
    assert (found["stock"], found["van"]) == (1, 0)


def test_the_last_part_is_given_to_one_of_two_technicians(workshop):
    found = workshop.copy("suite").run(LAST)
    assert found["answers"] == ["done", "done"]
    assert found["states"] == ["progress", "waiting"]
    assert found["moves"] == ["assigned", "confirmed"]
    assert found["reserved"] == 1
