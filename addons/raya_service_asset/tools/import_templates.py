"""The file behind the import button of product files: run by a Python that finds Odoo
and our add-ons, ``python import_templates.py`` writes it to ``static/xls``."""

from pathlib import Path

FILE = Path(__file__).parents[1] / "static" / "xls" / "raya_asset.xlsx"

# Heading, field, what to write, the same in Persian.
COLUMNS = [
    (
        "Product",
        "product_id",
        "Internal reference, barcode or name of the product.",
        "ارجاع داخلی، بارکد یا نام کالا.",
    ),
    (
        "Serial Number",
        "serial",
        "With the product it tells the unit: a serial number that has a file already updates that file.",
        "همراه با کالا شناسهٔ دستگاه است: شماره سریالی که پرونده دارد، همان پرونده را به‌روز می‌کند.",
    ),
    (
        "Owner",
        "partner_id",
        "Name, reference, e-mail or phone of a contact that is there already.",
        "نام، ارجاع، ایمیل یا تلفن مخاطبی که از پیش ثبت شده است.",
    ),
    (
        "Site",
        "site_id",
        "The contact or address where the unit stands; told as the owner is.",
        "مخاطب یا نشانی محل نصب؛ مانند مالک نوشته می‌شود.",
    ),
    ("Invoiced On", "date_invoice", "Day of the sale: 2026-03-10.", "روز فروش: 2026-03-10."),
    ("Delivered On", "date_delivery", "Day of the delivery.", "روز تحویل."),
    ("Installed On", "date_installation", "Day of the installation.", "روز نصب."),
    ("Activated On", "date_activation", "Day of the activation.", "روز فعال‌سازی."),
    ("Notes", "notes", "Anything else that is worth knowing.", "هر چیز دیگری که دانستنش لازم است."),
]
EXAMPLES = [
    ("Refrigerator", "RF-1001", "+98 912 555 0101", "", "2026-03-10", "2026-03-12", "2026-03-15", "", ""),
    ("Refrigerator", "RF-1002", "Sara Karimi", "", "2026-03-10", "", "", "", "Second refrigerator"),
]


if __name__ == "__main__":
    from odoo.addons.raya_service_base.tools.sheets import write

    FILE.parent.mkdir(parents=True, exist_ok=True)
    write(FILE, COLUMNS, EXAMPLES)
