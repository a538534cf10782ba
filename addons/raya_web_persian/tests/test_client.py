import json
import os
import re
from datetime import date
from pathlib import Path
from unittest.mock import patch

from odoo.addons.web.tests import test_js
from odoo.tests import HttpCase, tagged
from odoo.tools import file_path

from ..tools import digits, solar_hijri
from ..tools.typed_day import SOLAR, Convention, NotADay, read_day
from .test_digits import NO_NUMBERS, NUMBERS
from .test_solar_hijri import days
from .test_typed_day import TODAY, TYPED

ADDON = "raya_web_persian"

COMPARE_DAYS = """
const { fromGregorian, toGregorian } = odoo.loader.modules.get("@raya_web_persian/solar_hijri");
const [zone, first, known] = %s;
const { DateTime } = luxon;
const inIntl = new Intl.DateTimeFormat("en-u-ca-persian", {
    timeZone: "UTC", year: "numeric", month: "numeric", day: "numeric",
});
if (Intl.DateTimeFormat().resolvedOptions().timeZone !== zone) {
    throw new Error("The browser is not in " + zone);
}
const text = ({ year, month, day }) => [year, month, day].join("/");
known.forEach((expected, index) => {
    const moment = DateTime.fromISO(first, { zone: "utc" }).plus({ days: index });
    const day = { year: moment.year, month: moment.month, day: moment.day };
    const parts = inIntl.formatToParts(moment.toJSDate()).map(({ type, value }) => [type, Number(value)]);
    const midnight = DateTime.local(day.year, day.month, day.day);
    const found = {
        ours: text(fromGregorian(day)),
        "of a local midnight": text(fromGregorian(midnight)),
        "of the last local minute": text(fromGregorian(midnight.endOf("day"))),
        "of the browser": text(Object.fromEntries(parts)),
    };
    for (const [whose, got] of Object.entries(found)) {
        if (got !== expected) {
            throw new Error(`${text(day)} is ${expected} on the server, ${whose} ${got}`);
        }
    }
    const back = toGregorian(...expected.split("/").map(Number));
    if (text(back) !== text(day)) {
        throw new Error(`${expected} is ${text(day)}, not ${text(back)}`);
    }
});
console.log(`test successful: ${known.length}`);
"""

COMPARE_TEXTS = """
const digits = odoo.loader.modules.get("@raya_web_persian/digits");
const calendar = odoo.loader.modules.get("@raya_web_persian/solar_hijri");
const [numbers, texts, months] = %s;
const iso = (day) => day && luxon.DateTime.fromObject(day).toISODate();
const fromIso = (text) => luxon.DateTime.fromISO(text);
const plain = (text) => {
    try {
        return digits.plainNumber(text);
    } catch (error) {
        if (error instanceof RangeError) {
            return null;
        }
        throw error;
    }
};
function compare(what, got, expected) {
    if (got !== expected) {
        throw new Error(`${what}: ${expected} on the server, ${got} here`);
    }
}
for (const [text, expected] of numbers) {
    compare(text, plain(text), expected);
}
for (const [text, latin, persian, day] of texts) {
    compare(text, digits.toLatin(text), latin);
    compare(text, digits.toPersian(text), persian);
    compare(text, iso(calendar.read(text)), day);
}
for (const [day, written, added, result] of months) {
    compare(day, calendar.written(fromIso(day)), written);
    compare(`${day} + ${added} months`, iso(calendar.addMonths(fromIso(day), added)), result);
}
console.log(`test successful: ${numbers.length + texts.length + months.length}`);
"""

COMPARE_TYPED = """
const { NoSuchDay, readTyped } = odoo.loader.modules.get("@raya_web_persian/typed_day");
const [today, cases] = %s;
for (const [text, order, expected] of cases) {
    let found;
    try {
        const read = readTyped(text, luxon.DateTime.fromISO(today).toObject(), order);
        found = read ? luxon.DateTime.fromObject(read.day).toISODate() : "unknown";
    } catch (error) {
        if (!(error instanceof NoSuchDay)) {
            throw error;
        }
        found = "missing";
    }
    if (found !== expected) {
        throw new Error(`${text} (${order}) is ${expected} on the server, ${found} here`);
    }
}
console.log(`test successful: ${cases.length}`);
"""


@tagged("post_install", "-at_install")
class TestClient(HttpCase):
    """What the web client converts, against what the server converts."""

    def _run(self, code, values, count):
        self.browser_js(
            "/odoo",
            f"(() => {{ {code % json.dumps(values)} }})()",
            "odoo.isReady === true",
            login="admin",
            success_signal=f"test successful: {count}",
        )

    def _compare_days(self, zone):
        first, last = date(2020, 1, 1), date(2035, 12, 31)
        known = ["/".join(map(str, solar_hijri.from_gregorian(day))) for day in days(first, last)]
        self.assertEqual(len(known), 5844)
        with patch.dict(os.environ, TZ=zone):
            self._run(COMPARE_DAYS, [zone, first.isoformat(), known], len(known))

    def test_client_and_server_agree_on_every_day_in_tehran(self):
        self._compare_days("Asia/Tehran")

    def test_client_and_server_agree_on_every_day_far_in_the_west(self):
        self._compare_days("America/Vancouver")

    def test_client_and_server_agree_on_every_day_far_in_the_east(self):
        self._compare_days("Pacific/Kiritimati")

    def test_client_reads_and_writes_as_the_server_does(self):
        numbers = [(text, self._plain(text)) for text in (*NUMBERS, *NO_NUMBERS)]
        typed = ["1404/05/14", "۱۴۰۴-۵-۱۴", "١٤٠٤.٠٥.١٤", "１４０４ ５ １４", "2025-08-05", "1400/12/30", "2026/02/30"]
        typed += ["", "1404/05", "0/1/1", "4/5/14", "1599/1/1", "1600/1/1", "9999/12/31", "10000/1/1", "RF-۲۲/۷"]
        texts = [(text, digits.to_latin(text), digits.to_persian(text), self._read(text)) for text in typed]
        starts = [date(2025, 3, 20), date(2026, 9, 22), date(1925, 3, 21), date(2099, 12, 31)]
        months = [
            (str(day), solar_hijri.written(day), count, str(solar_hijri.add_months(day, count)))
            for day in (*starts, date(5, 1, 1))
            for count in (-13, -1, 0, 1, 6, 12, 60)
        ]
        self._run(COMPARE_TEXTS, [numbers, texts, months], len(numbers) + len(texts) + len(months))

    def test_client_reads_days_as_the_server_does(self):
        cases = [(text, order, self._read_typed(text, order)) for text in TYPED for order in ("ymd", "dmy", "mdy")]
        self._run(COMPARE_TYPED, [TODAY.isoformat(), cases], len(cases))

    def _read_typed(self, text, order):
        try:
            return read_day(text, TODAY, Convention(SOLAR, order, True)).isoformat()
        except NotADay as error:
            return error.kind

    def _plain(self, text):
        try:
            return digits.plain_number(text)
        except ValueError:
            return None

    def _read(self, text):
        day = solar_hijri.read(text)
        return day and day.isoformat()


@tagged("post_install", "-at_install")
class TestUnits(HttpCase):
    """The unit tests of the client's modules, in a browser."""

    def test_units_of_the_client_hold(self):
        files = Path(file_path(f"{ADDON}/static/tests")).glob("*.test.js")
        tests = [len(re.findall(r"^ *test\(", file.read_text(encoding="utf-8"), re.MULTILINE)) for file in files]
        suite = test_js.HOOTCommon._generate_hash(self, f"@{ADDON}")
        with self.assertLogs(self._logger.getChild("browser"), "INFO") as said:
            self.browser_js(
                f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
                "",
                login="admin",
                timeout=300,
                success_signal="[HOOT] Test suite succeeded",
                error_checker=test_js.unit_test_error_checker,
            )
        # A file that is not in the bundle fails no test; it would not be missed.
        self.assertIn(f"Passed {sum(tests)} tests", "\n".join(said.output))
