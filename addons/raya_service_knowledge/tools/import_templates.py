"""The files behind the import button: run by a Python that finds Odoo and our add-ons,
``python import_templates.py`` writes them to ``static/xls``."""

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "static" / "xls"

PARENT = "The code, the name or the path of the one above, in the file or already known; empty at the top."
PARENT_FA = "کد، نام یا مسیر بالاتر، در همین فایل یا از پیش ثبت‌شده؛ برای بالاترین خالی بماند."
CODE = ("Code", "code", "Tells the record: a code that is known already updates what it stands for.")
CODE_FA = "شناسهٔ رکورد است: کدی که از پیش ثبت شده باشد، همان رکورد را به‌روز می‌کند."
NAME = ("Name", "name", "In the language in which you are working.", "به زبانی که با آن کار می‌کنید.")
KEYWORDS = (
    "Keywords",
    "keywords",
    "Other words by which people look for it.",
    "واژه‌های دیگری که با آن‌ها جست‌وجو می‌شود.",
)
FAMILIES = (
    "Product Families",
    "categ_ids",
    "Product categories by path, with commas between: Goods / Fridges,Goods / Freezers. Empty: for all products.",
    "گروه‌های محصول با مسیر، جداشده با ویرگول لاتین. خالی: برای همهٔ محصولات.",
)
LIST = "Codes or paths, with commas between: ENG,ENG / FUEL"
LIST_FA = "کدها یا مسیرها، جداشده با ویرگول لاتین: ENG,ENG / FUEL"
LINE = "One per line; on the following lines leave everything else empty."
LINE_FA = "در هر سطر یکی؛ در سطرهای بعدی بقیهٔ خانه‌ها خالی بماند."
CODED = [(*CODE, CODE_FA), NAME, KEYWORDS]
TREE = [(*CODE, CODE_FA), NAME, ("Parent", "parent_id", PARENT, PARENT_FA), KEYWORDS, FAMILIES]
SAFETY = ("Safety Risk", "is_safety", "1 for yes, 0 for no.", "1 برای بله، 0 برای خیر.")
PARTS = [
    ("Parts/Part", "part_need_ids/product_id", f"Internal reference or name of the product. {LINE}", LINE_FA),
    ("Parts/Quantity", "part_need_ids/quantity", "How many are needed.", "تعداد لازم."),
]

# Of each model: its columns (heading, field, what to write, the same in Persian), and examples.
TEMPLATES = {
    "raya.component": (
        TREE,
        [("COOL", "Cooling circuit", "", "refrigeration", ""), ("COMP", "Compressor", "COOL", "motor", "")],
    ),
    "raya.symptom": (
        [*TREE, SAFETY],
        [
            ("TEMP", "Temperature", "", "", "", ""),
            ("NOCOOL", "Does not cool", "Temperature", "warm", "", ""),
            ("SMOKE", "Smoke comes out", "", "burnt", "", "1"),
        ],
    ),
    "raya.cause": (TREE, [("WEAR", "Wear", "", "", ""), ("CONTACT", "Burnt contact", "WEAR", "", "")]),
    "raya.condition": (CODED, [("ALWAYS", "Always", ""), ("COLD", "When cold", "winter")]),
    "raya.classification.kind": ([NAME], [("Noise",)]),
    "raya.term": (
        [
            ("Classification", "kind_id", "The name of the classification.", "نام دسته‌بندی."),
            *TREE,
        ],
        [("Noise", "LOW", "Low", "", "", ""), ("Noise", "HUM", "Hum", "LOW", "", "")],
    ),
    "raya.fault": (
        [
            *TREE,
            ("Severity", "severity", "Minor, Major or Critical.", "جزئی، مهم یا بحرانی."),
            SAFETY,
            ("Caused by Customer", "is_customer_caused", "1 for yes, 0 for no.", "1 برای بله، 0 برای خیر."),
            ("External Reference", "external_reference", "The code elsewhere.", "کد آن در جای دیگر."),
            ("Components", "component_ids", LIST, LIST_FA),
            ("Causes", "cause_ids", LIST, LIST_FA),
            ("Services That Fix It", "operation_ids", "Codes, with commas between.", "کدها، جداشده با ویرگول لاتین."),
            ("Typical Symptoms/Symptom", "symptom_line_ids/symptom_id", f"Code or path. {LINE}", LINE_FA),
            (
                "Typical Symptoms/Weight",
                "symptom_line_ids/weight",
                "1 (hardly ever this fault) to 10 (nearly always).",
                "از ۱ (تقریباً هیچ‌گاه این خرابی نیست) تا ۱۰ (تقریباً همیشه).",
            ),
            *PARTS,
        ],
        [
            ("ELEC", "Electrical", "", "", "", "Minor", "0", "0", *[""] * 8),
            ("RELAY", "Start relay burnt", "ELEC", "ptc", "", "Major", "0", "0", "P0562", *[""] * 7),
            ("DROPPED", "Dropped", "", "", "", "Critical", "1", "1", *[""] * 8),
        ],
    ),
    "raya.operation": (
        [
            *CODED,
            FAMILIES,
            ("Standard Time", "duration", "In hours: 0.5 is thirty minutes.", "به ساعت: 0.5 یعنی سی دقیقه."),
            ("Skill Level", "skill_level", "Helper, Technician, Senior Technician or Expert.", "سطح مهارت."),
            (
                "Sold As",
                "product_id",
                "Internal reference or name of the product that sells it.",
                "ارجاع داخلی یا نام محصولی که با آن فروخته می‌شود.",
            ),
            ("Fixes", "fault_ids", LIST, LIST_FA),
            ("Checklist/Check", "checklist_ids/name", f"A point to check. {LINE}", LINE_FA),
            *PARTS,
        ],
        [
            ("R-RELAY", "Replace the start relay", "", "", "0.5", "Technician", "", "", "Compressor starts", "", ""),
            ("", "", "", "", "", "", "", "", "No burnt smell", "", ""),
            ("R-GAS", "Refill the refrigerant", "gas", "", "1.5", "Senior Technician", "", "", "", "", ""),
        ],
    ),
    "raya.procedure": (
        [
            *CODED,
            FAMILIES,
            ("Services", "operation_ids", "Codes, with commas between.", "کدها، جداشده با ویرگول لاتین."),
            ("Faults", "fault_ids", LIST, LIST_FA),
            ("Review Every", "review_months", "Months; 0: no review.", "ماه؛ 0: بدون بازنگری."),
        ],
        [("H-RELAY", "Test the start relay", "", "", "", "", "12"), ("H-LEAK", "Find a leak", "gas", "", "", "", "6")],
    ),
}


def file_of(model):
    return FOLDER / f"{model.replace('.', '_')}.xlsx"


if __name__ == "__main__":
    # Only who writes the files needs Odoo and our add-ons.
    from odoo.addons.raya_service_base.tools.sheets import write

    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (columns, examples) in TEMPLATES.items():
        write(file_of(name), columns, examples)
