"""The file behind the import button of calls: run by a Python that finds Odoo
and our add-ons, ``python import_templates.py`` writes it to ``static/xls``."""

from pathlib import Path

FILE = Path(__file__).parents[1] / "static" / "xls" / "raya_call.xlsx"

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
        "Day and time in the time zone of who imports: 2026-05-04 09:30:00.",
        "روز و ساعت: 2026-05-04 09:30:00.",
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
]
EXAMPLES = [
    ("OLD-1", "", "RF-1001", "", "Repair", "2026-05-04 09:30:00", "2026-05-06", "", "", "It does not get cold."),
    ("OLD-2", "Sara Karimi", "", "Refrigerator", "Installation", "2026-05-04 10:00:00", "", "", "", ""),
]


if __name__ == "__main__":
    from odoo.addons.raya_service_base.tools.sheets import write

    FILE.parent.mkdir(parents=True, exist_ok=True)
    write(FILE, COLUMNS, EXAMPLES)
