"""Two people at the counter at the same moment: a unit comes in once, goes out once, and is lent once."""

from together import TOGETHER

RECEPTIONS = (
    TOGETHER
    + """
from odoo.tests import new_test_user

operator = new_test_user(env, login="counter", groups="raya_service_base.group_service_operator")
owner = env["res.partner"].create({"name": "Owner"})
fridge = env["product.product"].create(
    {"name": "Fridge", "type": "consu", "is_storable": True, "tracking": "serial"}
)
kettle = env["product.product"].create({"name": "Kettle", "type": "consu", "is_storable": True})
env["stock.lot"].create({"name": "F9", "product_id": fridge.id})
warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
env["stock.quant"]._update_available_quantity(kettle, warehouse.lot_stock_id, 1)
env.company._raya_get_loan_place()
for name in ("raya_reception_type_id", "raya_hand_over_type_id", "raya_loan_type_id"):
    env.company._raya_get_unit_operation(name)

def receipt(**vals):
    return env["raya.reception"].create({"partner_id": owner.id, **vals}).id

def run(model, id_, method, *args):
    return lambda own: bool(getattr(own[model].with_user(operator.id).browse(id_), method)(*args)) or "said"

def count(product, usage):
    quants = env["stock.quant"].search([("product_id", "=", product.id), ("location_id.usage", "=", usage)])
    return sum(quants.mapped("quantity"))

def answers(*jobs):
    return sorted("refused" if isinstance(answer, Refused) else "said" for answer in together(*jobs))

asset = env["raya.asset"].create({"product_id": fridge.id, "serial": "F1", "partner_id": owner.id})
one = receipt(asset_id=asset.id)
result = {"two taps": answers(*[run("raya.reception", one, "action_receive")] * 2), "in once": count(fridge, "internal")}
serials = [receipt(product_id=fridge.id, serial="F9") for _one in range(2)]
result["two receipts"] = answers(*[run("raya.reception", id_, "action_receive") for id_ in serials])
result["in twice"] = count(fridge, "internal")
out = run("raya.reception", one, "_hand_over", "Ali", None, "Too dear")
result["two hand-overs"] = answers(out, out)
result["out once"] = count(fridge, "internal")
common = {"partner_id": owner.id, "product_id": kettle.id, "date_due": "2030-01-01"}
loans = [env["raya.loan"].create(common).id for _one in range(2)]
result["last loaner"] = answers(*[run("raya.loan", id_, "action_lend") for id_ in loans])
result["lent"] = sum(
    env["stock.quant"].search([("location_id", "=", env.company._raya_get_loan_place().id)]).mapped("quantity")
)
back = env["raya.loan"].search([("id", "in", loans), ("state", "=", "out")]).id
result["two returns"] = answers(*[run("raya.loan", back, "action_take_back")] * 2)
result["free"] = kettle.free_qty
"""
)


def test_a_unit_moves_once_whoever_taps(workshop):
    once = ["refused", "said"]
    assert workshop.copy("floor-raya_service_workshop").run(RECEPTIONS) == {
        "two taps": once,
        "in once": 1,
        "two receipts": once,
        "in twice": 2,
        "two hand-overs": once,
        "out once": 1,
        "last loaner": once,
        "lent": 1,
        "two returns": once,
        "free": 1,
    }
