"""Text for scripts on a database: jobs in transactions of their own that have all begun before any of them writes.

Each sees the world without the others. Odoo begins the one that PostgreSQL refuses again, as for every request.
"""

TOGETHER = """
import threading

from odoo.api import Environment
from odoo.service.model import retrying


class Refused(str):
    '''What a job raised, as text.'''


def together(*jobs):
    '''Run the jobs at once; return what each returned, or a Refused, in their order.'''
    env.cr.commit()
    meeting, answers = threading.Barrier(len(jobs), timeout=60), {}

    def once(number, job):
        with env.registry.cursor() as cr:
            own = Environment(cr, env.uid, {})
            tries = []

            def attempt():
                cr.execute("SELECT count(*) FROM raya_asset")
                if not tries:
                    meeting.wait()
                tries.append(number)
                return job(own)

            try:
                answers[number] = retrying(attempt, own)
            except Exception as error:
                # As a server does with a request that fails.
                cr.rollback()
                answers[number] = Refused(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=once, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    env.invalidate_all()
    env.cr.rollback()
    return [answers[number] for number in sorted(answers)]


def refused(answers):
    return [answer for answer in answers if isinstance(answer, Refused)]
"""
