# template: floor-raya_service_knowledge
# ruff: noqa: F821
"""How long the search page takes on the server, at three sizes of the knowledge base.

Compared with stock Odoo's own `ilike` on name and code in the same database: it
does not find Persian typed otherwise, nor words in another order.
"""

import random
import statistics
import time

ENGLISH = (
    "compressor relay thermostat gasket fan motor pump valve heater sensor board door drum bearing belt filter "
    "capacitor leak noise vibration frost ice water burnt blocked worn loose open short cold warm start stop slow"
)
PERSIAN = "یخچال کمپرسور رله ترموستات فن موتور پمپ شیر المنت حسگر برد درب دیگ یاتاقان تسمه فیلتر خازن نشتی صدا"
QUERIES = ("relay compressor", "burnt", "F-012", "كمپرسور", "نشتي پمپ", "ice", "no such words at all", "fan noise 7")
MODELS = ("raya.symptom", "raya.fault", "raya.cause", "raya.operation")
SIZES = (5_000, 10_000, 20_000)
PROCEDURES_PER_CODE = 0.25
REPEATS = 15
randomness = random.Random(7)


def text(words, number):
    return " ".join(randomness.choices(words.split(), k=4)) + f" {number}"


def fill(model, count, done):
    """Bring a model to ``count`` records with names in both languages."""
    Model = env[model].with_context(tracking_disable=True)
    prefix = model[5:6].upper()
    records = Model.create(
        [{"code": f"{prefix}-{number:05}", "name": text(ENGLISH, number)} for number in range(done, count)]
    )
    for record in records.with_context(lang="fa_IR"):
        record.name = text(PERSIAN, record.id)
    env.flush_all()
    env.invalidate_all()


def milliseconds(call):
    """Median time of a call on a warm database, each with an empty cache."""
    times = []
    for _repeat in range(REPEATS):
        env.invalidate_all()
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def plain(query):
    for model in env["raya.knowledge.search"]._get_searched_models():
        env[model].search_fetch(["|", ("name", "ilike", query), ("code", "ilike", query)], ["code", "name"], limit=9)


search = env["raya.knowledge.search"]
done = dict.fromkeys((*MODELS, "raya.procedure"), 0)
print(f"{'codes':>7} {'procedures':>10} {'median ms':>10} {'slowest ms':>11} {'stock ilike ms':>15} {'ratio':>6}")
for size in SIZES:
    for model in MODELS:
        fill(model, size // len(MODELS), done[model])
        done[model] = size // len(MODELS)
    procedures = int(size * PROCEDURES_PER_CODE)
    fill("raya.procedure", procedures, done["raya.procedure"])
    done["raya.procedure"] = procedures
    env.cr.execute("ANALYZE")
    ours = [milliseconds(lambda query=query: search.find(query)) for query in QUERIES]
    stock = [milliseconds(lambda query=query: plain(query)) for query in QUERIES]
    ratio = statistics.median(ours) / statistics.median(stock)
    print(
        f"{size:>7} {procedures:>10} {statistics.median(ours):>10.1f} {max(ours):>11.1f}"
        f" {statistics.median(stock):>15.1f} {ratio:>6.2f}"
    )
