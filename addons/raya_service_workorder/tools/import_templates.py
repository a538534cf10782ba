"""The files behind the import button of work orders: run by a Python that finds Odoo
and our add-ons, ``python import_templates.py`` writes them to ``static/xls``."""

from pathlib import Path

from odoo.addons.raya_service_calls.tools import import_templates

FOLDER = Path(__file__).parents[1] / "static" / "xls"

# Heading, field, what to write, the same in Persian: what a call tells, by the day alone, and what the job adds.
OF_DAY = ("Day of the report; warranty counts by it: 2026-05-04.", "روز اعلام؛ گارانتی بر پایهٔ همین روز است.")
COLUMNS = [
    *((*column[:2], *OF_DAY) if column[1] == "date_reported" else column for column in import_templates.COLUMNS),
    ("Call", "call_id", "Number of the call that asked for the job, if there is one.", "شمارهٔ درخواست، اگر هست."),
    ("Place", "place", "At the Customer's Site, In the Workshop or Remote.", "محل انجام کار."),
]
OLD_COLUMNS = [
    *(column for column in COLUMNS if column[1] not in ("date_promised", "call_id")),
    (
        "Findings",
        "finding",
        "What was found and done, with the parts that were fitted.",
        "آنچه یافته و انجام شد، همراه با قطعه‌های به‌کاررفته.",
    ),
    (
        "Closed Before On",
        "date_taken_over",
        "Day on which the former system closed the job. It is approved by that day; nothing is booked.",
        "روزی که سامانهٔ پیشین کار را بست. با همان روز تأیید می‌شود و هیچ ثبتی انجام نمی‌شود.",
    ),
]
EXAMPLES = [
    (
        *("WO-1", "", "RF-1001", "", "Repair", "2026-05-04", "2026-05-06"),
        *("", "", "It does not get cold.", "", "At the Customer's Site"),
    ),
    (
        *("WO-2", "Sara Karimi", "", "Refrigerator", "Installation", "2026-05-04", ""),
        *("", "", "", "", "At the Customer's Site"),
    ),
]
OLD_EXAMPLES = [
    (
        *("R-100", "", "RF-1001", "", "Repair", "2024-02-01", "", "", "It does not get cold."),
        *("In the Workshop", "Start relay replaced.", "2024-02-05"),
    ),
]
FILES = {
    FOLDER / "raya_workorder.xlsx": (COLUMNS, EXAMPLES),
    FOLDER / "raya_workorder_old.xlsx": (OLD_COLUMNS, OLD_EXAMPLES),
}


if __name__ == "__main__":
    from odoo.addons.raya_service_base.tools.sheets import write

    FOLDER.mkdir(parents=True, exist_ok=True)
    for file, (columns, examples) in FILES.items():
        write(file, columns, examples)
