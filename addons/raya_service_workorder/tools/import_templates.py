"""The files behind the import button of work orders: run by a Python that finds Odoo
and our add-ons, ``python import_templates.py`` writes them to ``static/xls``."""

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "static" / "xls"

# Heading, field, what to write, the same in Persian.
COLUMNS = [
    (
        "Number",
        "name",
        "Number in the former system; empty, and it is numbered here. A number that is there already updates that line.",
        "شماره در سامانهٔ پیشین؛ اگر خالی باشد، اینجا شماره می‌گیرد. شماره‌ای که از پیش هست، همان را به‌روز می‌کند.",
    ),
    (
        "Customer",
        "partner_id",
        "Name, reference, e-mail or phone of a contact that is there already. Empty: the owner of the unit.",
        "نام، ارجاع، ایمیل یا تلفن مخاطبی که از پیش ثبت شده است. اگر خالی باشد، مالک دستگاه.",
    ),
    (
        "Product File",
        "asset_id",
        "Serial number of a unit that has a product file.",
        "شماره سریال دستگاهی که پروندهٔ کالا دارد.",
    ),
    (
        "Product",
        "product_id",
        "Internal reference, barcode or name of the product, where the unit has no file.",
        "ارجاع داخلی، بارکد یا نام کالا، اگر دستگاه پرونده ندارد.",
    ),
    ("Kind", "kind", "Repair, Installation, Periodic Service, Complaint or Question.", "نوع درخواست."),
    (
        "Reported On",
        "date_reported",
        "Day of the report; warranty counts by it: 2026-05-04.",
        "روز اعلام؛ گارانتی بر پایهٔ همین روز است.",
    ),
    ("Promised For", "date_promised", "Day told to the customer: 2026-05-06.", "روزی که به مشتری گفته شده است."),
    ("Technical Team", "team_id", "Name of the team.", "نام گروه فنی."),
    ("Technician", "user_id", "Name of a user who is in the team.", "نام کاربری که عضو گروه است."),
    (
        "In the Customer's Words",
        "statement",
        "What the customer says is wrong.",
        "آنچه مشتری می‌گوید.",
    ),
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
