"""What a company gives away of its own accord, on top of what coverages bear; no ORM."""

from dataclasses import replace

from odoo.addons.raya_service_warranty.tools.coverage import COMPANY, CUSTOMER

GOODWILL = "goodwill"


def with_goodwill(decision, percent):
    """The decision about one line of work when the company gives a percent of what the customer would pay.

    :param decision: ``tools.coverage.Decision``
    :param percent: 0 to 100
    :return: a ``Decision`` whose shares name the goodwill beside the other payers, if there is any

    >>> from odoo.addons.raya_service_warranty.tools.coverage import Decision
    >>> half = Decision(50.0, "company", "covered_partly", shares={"customer": 50.0, "supplier": 0.0, "company": 50.0})
    >>> with_goodwill(half, 40).shares
    {'customer': 30.0, 'supplier': 0.0, 'company': 50.0, 'goodwill': 20.0}
    """
    given = round((100.0 - decision.share) * percent / 100.0, 2)
    if not given:
        return decision
    share = round(decision.share + given, 2)
    shares = {**decision.shares, CUSTOMER: round(100.0 - share, 2), GOODWILL: given}
    return replace(decision, share=share, payer=COMPANY, shares=shares)
