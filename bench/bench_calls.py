# template: suite
# ruff: noqa: F821
"""Calls created and referred, beside tasks of Odoo's project created and assigned, in the same run.

Both are written down by an operator in batches of 100 and go to another user, with
the same followers on each. A call is created without technician and then referred:
its referral, its activity and the message to the technician are counted; a task is
created and then assigned, with its followers and its message. Each batch is flushed
as a commit does, and measured with the mails that Odoo writes.
"""

import gc
import statistics
import time

from odoo import Command

RECORDS, BATCH = 1_000, 100
# The first batch warms up.
ALL = RECORDS + BATCH
# Of the queries and of the time that a task takes.
WANTED = 0.6


def make_people():
    """An operator who writes down, a technician who is asked, and two contacts who follow."""
    groups = ("raya_service_base.group_service_dispatcher", "project.group_project_user")
    users = env["res.users"].with_context(no_reset_password=True)
    operator, technician = users.create(
        [
            {
                "name": name,
                "login": f"bench-{name}",
                "email": f"{name}@example.com",
                "group_ids": [Command.link(env.ref(group).id) for group in groups],
            }
            for name in ("operator", "technician")
        ]
    )
    followers = env["res.partner"].create([{"name": f"Follower {number}"} for number in range(2)])
    return operator, technician, followers


def make_calls(operator, technician, followers):
    """What creates a batch of calls, and what refers it."""
    team = env["raya.team"].create({"name": "Bench", "user_ids": technician.ids})
    product = env["product.product"].create({"name": "Refrigerator", "type": "consu"})
    buyers = env["res.partner"].create([{"name": f"Buyer {number}"} for number in range(ALL)])
    assets = env["raya.asset"].create([{"product_id": product.id, "partner_id": buyer.id} for buyer in buyers])
    symptom = env["raya.symptom"].create({"code": "BENCH", "name": "Does not cool"})

    def create(first):
        return (
            env["raya.call"]
            .with_user(operator)
            .create(
                [
                    {
                        "asset_id": assets[at].id,
                        "symptom_ids": symptom.ids,
                        "statement": "It does not get cold.",
                        "team_id": team.id,
                    }
                    for at in range(first, first + BATCH)
                ]
            )
        )

    def refer(calls):
        calls.user_id = technician
        calls.message_subscribe(followers.ids)
        calls.action_refer()

    return create, refer


def make_tasks(operator, technician, followers):
    """What creates a batch of tasks, and what assigns it."""
    project = env["project.project"].create({"name": "Bench", "privacy_visibility": "employees"})
    buyers = env["res.partner"].create([{"name": f"Client {number}"} for number in range(ALL)])

    def create(first):
        values = [
            {
                "name": f"Task {at}",
                "project_id": project.id,
                "partner_id": buyers[at].id,
                "description": "It does not get cold.",
                "user_ids": False,
            }
            for at in range(first, first + BATCH)
        ]
        return env["project.task"].with_user(operator).create(values)

    def assign(tasks):
        tasks.message_subscribe(followers.ids)
        tasks.user_ids = technician

    return create, assign


def measure(create, hand_over):
    """Queries and milliseconds per record: the medians of the batches."""
    found = []
    for first in range(0, ALL, BATCH):
        env.invalidate_all()
        gc.collect()
        queries, start = env.cr.sql_log_count, time.perf_counter()
        records = create(first)
        hand_over(records)
        # As a commit does: also the tracking of changes, and what waits for it.
        env.cr.flush()
        found.append((env.cr.sql_log_count - queries, time.perf_counter() - start))
        env.cr.precommit.clear()
        env.cr.postcommit.clear()
    queries, seconds = (statistics.median(values) / BATCH for values in zip(*found[1:], strict=True))
    return queries, seconds * 1000


def run():
    people = make_people()
    env.flush_all()
    print(f"{RECORDS} records in batches of {BATCH}, created and handed over to another user; per record")
    print(f"{'':>12} {'queries':>8} {'ms':>7}")
    found = {}
    for name, make in (("task", make_tasks), ("call", make_calls)):
        work = make(*people)
        env.flush_all()
        found[name] = measure(*work)
        print(f"{name:>12} {found[name][0]:>8.2f} {found[name][1]:>7.2f}")
    ratios = [call / task for call, task in zip(found["call"], found["task"], strict=True)]
    print(f"{'ratio':>12} {ratios[0]:>8.2f} {ratios[1]:>7.2f}   at most {WANTED}")
    return max(ratios)


if run() > WANTED:
    raise SystemExit("Calls take too long to create and refer.")
