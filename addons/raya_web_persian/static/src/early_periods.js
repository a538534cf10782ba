/** Names of the periods in the filters of the search bar: "آذر ۱۴۰۵", not "۱۴۰۵ آذر", and quarters in Persian. */

import * as dates from "@web/search/utils/dates";
import { replaceExport } from "./early_exports";
import { isPersianText, isSolar } from "./reader";

const R_YEAR_FIRST = /^([\d۰-۹]{4}) (.+)$/;
const R_QUARTER = /^Q([1-4])$/;
const QUARTERS = ["سه‌ماههٔ اول", "سه‌ماههٔ دوم", "سه‌ماههٔ سوم", "سه‌ماههٔ چهارم"];

/** Odoo has no Persian word for all of its quarters. */
function nameQuarter(text) {
    return isPersianText() ? text.replace(R_QUARTER, (_all, number) => QUARTERS[number - 1]) : text;
}

/** Odoo turns the words round for texts from right to left; the browser does already. */
function inOrder(text) {
    const [, year, period] = R_YEAR_FIRST.exec(text) || [];
    return year ? `${nameQuarter(period)} ${year}` : text;
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
        option.granularity === "quarter" ? { ...option, description: nameQuarter(String(option.description)) } : option
    );
});
