/** Names of the periods in the filters of the search bar: "آذر ۱۴۰۵", not "۱۴۰۵ آذر", and quarters in Persian. */

import * as dates from "@web/search/utils/dates";
import { toLatin } from "./digits";
import { replaceExport } from "./early_exports";
import { isPersianText, isSolar } from "./reader";

const R_YEAR_FIRST = /^([\d۰-۹]{4}) (.+)$/;
const R_YEAR_LAST = /^(.+) ([\d۰-۹]{4})$/;
// As Odoo writes them, where it has a translation and where it has none.
const R_QUARTER = /^(?:Q|س)([1-4۱-۴])$/;
const QUARTERS = ["سه‌ماههٔ اول", "سه‌ماههٔ دوم", "سه‌ماههٔ سوم", "سه‌ماههٔ چهارم"];

/** Odoo has no Persian word for all of its quarters. */
function nameQuarter(text) {
    return isPersianText() ? text.replace(R_QUARTER, (_all, number) => QUARTERS[toLatin(number) - 1]) : text;
}

/** Odoo turns the words round for texts from right to left; the browser does already. */
function inOrder(text) {
    const [, year, period] = R_YEAR_FIRST.exec(text) || [];
    const sentence = year ? `${period} ${year}` : text;
    return sentence.replace(R_YEAR_LAST, (_all, name, number) => `${nameQuarter(name)} ${number}`);
}

replaceExport(dates, "constructDateDomain", (construct, ...args) => {
    const result = construct(...args);
    if (isSolar() && result.description) {
        result.description = String(result.description).split("/").map(inOrder).join("/");
    }
    return result;
});
replaceExport(dates, "getPeriodOptions", (getOptions, ...args) => {
    const options = getOptions(...args);
    if (!isSolar()) {
        return options;
    }
    return options.map((option) =>
        option.granularity === "quarter" ? { ...option, description: nameQuarter(String(option.description)) } : option,
    );
});
