import { mockDate, mockTimeZone } from "@odoo/hoot-mock";
import { defineParams, onRpc, patchWithCleanup, serverState } from "@web/../tests/web_test_helpers";

import { reader } from "@raya_web_persian/reader";

/** Morning of 6 Azar 1405, a Friday. */
export const NOW = "2026-11-27 09:00:00";

/** The test is of a Persian user in Tehran. */
export function workInPersian(values = {}) {
    serverState.lang = "fa_IR";
    defineParams({
        lang: "fa_IR",
        lang_parameters: {
            date_format: "%Y/%m/%d",
            decimal_point: ".",
            direction: "rtl",
            grouping: "[3,0]",
            thousands_sep: ",",
            time_format: "%H:%M:%S",
            week_start: 6,
        },
    });
    patchWithCleanup(luxon.Settings, { defaultLocale: "fa-IR", defaultNumberingSystem: "latn" });
    patchWithCleanup(reader, { calendar: "solar", digits: "arabext", ...values });
    mockDate(NOW, +3.5);
    mockTimeZone(+3.5);
    onRpc("has_group", () => true);
    onRpc("/raya_web_persian/holidays", () => ({ "2026-12-09": "" }));
}

/** The test is of somebody who reads English, with its digits and their own order, and chose the calendar. */
export function workInEnglishWithTheCalendar(dateFormat) {
    defineParams({ lang_parameters: { date_format: dateFormat, time_format: "%H:%M:%S" } });
    patchWithCleanup(reader, { calendar: "solar", digits: "latn" });
    onRpc("has_group", () => true);
    onRpc("/raya_web_persian/holidays", () => ({}));
    mockDate(NOW, 0);
}

/** Any other user: nothing of this add-on runs. */
export function workInEnglish() {
    onRpc("has_group", () => true);
    mockDate(NOW, 0);
}
