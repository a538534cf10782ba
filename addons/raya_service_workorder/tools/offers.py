"""What is offered first when people choose (needs records)."""

from odoo.fields import Domain


def put_first(records, found, name, domain, operator, limit):
    """These records before all others that were found, as far as they fit what was typed.

    :param records: what is likely, in the order in which it is offered
    :param list found: pairs of id and name, as ``name_search`` returns them
    :return: list of such pairs, at most ``limit``
    """
    if not records:
        return found
    wanted = Domain("id", "in", records.ids) & Domain(domain or Domain.TRUE)
    if name:
        wanted &= Domain("display_name", operator, name)
    first = [(record.id, record.display_name) for record in records.search(wanted)]
    chosen = {id_ for id_, _label in first}
    return [*first, *(pair for pair in found if pair[0] not in chosen)][:limit]
