"""Which product files a sold line should have: a plan, no ORM.

Every event (invoice posted or reset, goods delivered or returned) asks for the
same plan from what the documents say now, so that the order of events does not
matter and asking twice changes nothing.
"""

from dataclasses import dataclass

PENDING = "pending"
ACTIVE = "active"
RETURNED = "returned"
CANCELLED = "cancelled"
LIVE = (PENDING, ACTIVE)


@dataclass(frozen=True)
class File:
    """A product file as it is, or as it should be; ``id`` is ``None`` for a new one.

    :param unit: number of the unit within its sold line, from 1
    :param lot: identifier of the serial number, or ``None``
    """

    id: int | None
    unit: int
    lot: int | None
    state: str


def plan(units, lots, files, *, needs_lot):
    """Files as they should be, for those that differ or are missing.

    :param int units: units invoiced and not credited
    :param list lots: serial numbers that are with the customer, oldest first
    :param list files: the :class:`File` list of this sold line
    :param bool needs_lot: a unit without serial number waits for it
    :return: changed and new files

    >>> plan(2, [11], [], needs_lot=True)
    [File(id=None, unit=1, lot=11, state='active'), File(id=None, unit=2, lot=None, state='pending')]
    >>> plan(0, [], [File(5, 1, None, 'pending')], needs_lot=True)
    [File(id=5, unit=1, lot=None, state='cancelled')]
    """
    wanted = {file.unit: _with_goods(file, lots) for file in files}
    _fit_number(wanted, units)
    _give_lots(wanted, lots, needs_lot)
    before = {file.unit: file for file in files}
    return [file for unit, file in sorted(wanted.items()) if file != before.get(unit)]


def _with_goods(file, lots):
    """Goods that went back end the file; the same goods delivered again revive it."""
    if file.lot is None or file.state == CANCELLED:
        return file
    if file.lot not in lots:
        return _in_state(file, RETURNED)
    return _in_state(file, ACTIVE)


def _fit_number(wanted, units):
    """Cancel files too many (those without goods first, latest first), bring
    back cancelled ones, then open new ones."""
    live = [file for file in wanted.values() if file.state in LIVE]
    missing = units - len(live)
    if missing < 0:
        live.sort(key=lambda file: (file.lot is not None, -file.unit))
        for file in live[:-missing]:
            wanted[file.unit] = _in_state(file, CANCELLED)
    asleep = sorted(unit for unit, file in wanted.items() if file.state == CANCELLED)
    for _index in range(missing):
        unit = asleep.pop(0) if asleep else max(wanted, default=0) + 1
        lot = wanted[unit].lot if unit in wanted else None
        file_id = wanted[unit].id if unit in wanted else None
        wanted[unit] = File(file_id, unit, lot, PENDING)


def _give_lots(wanted, lots, needs_lot):
    """Each pending file takes its own serial number again, or the next free one."""
    taken = {file.lot for file in wanted.values() if file.state == ACTIVE}
    free = [lot for lot in lots if lot not in taken]
    for unit, file in sorted(wanted.items()):
        if file.state != PENDING:
            continue
        lot = file.lot if file.lot in free else next(iter(free), None)
        if lot is not None:
            free.remove(lot)
        state = ACTIVE if lot is not None or not needs_lot else PENDING
        wanted[unit] = File(file.id, unit, lot, state)


def _in_state(file, state):
    return File(file.id, file.unit, file.lot, state)
