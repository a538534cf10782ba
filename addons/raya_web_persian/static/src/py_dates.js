/**
 * "This month" as the filters of Odoo's views say it, in the calendar of the reader.
 *
 * They are Python expressions evaluated in the browser: `relativedelta(day=1, months=-1)`,
 * `strftime("%Y-%m-01")`.
 */

import { PyDate, PyDateTime, PyRelativeDelta } from "@web/core/py_js/py_date";
import { patch } from "@web/core/utils/patch";
import { isSolar } from "./reader";
import { addMonths, daysInMonth, fromGregorian, toGregorian } from "./solar_hijri";

const NOTHING = { years: 0, months: 0, year: null, month: null, day: null };
const R_START = /^(.*)%Y-(%m|01)-01/;

/** The day of a delta that speaks of years, months or days of the month. */
function moved(date, delta) {
    const solar = fromGregorian(date);
    const year = delta.year || solar.year;
    const month = delta.month || solar.month;
    const first = addMonths(toGregorian(year, month, 1), 12 * delta.years + delta.months);
    const target = fromGregorian(first);
    const day = Math.min(delta.day || solar.day, daysInMonth(target.year, target.month));
    return toGregorian(target.year, target.month, day);
}

function withDay(date, { year, month, day }) {
    if (date instanceof PyDateTime) {
        return new PyDateTime(year, month, day, date.hour, date.minute, date.second, date.microsecond);
    }
    return new PyDate(year, month, day);
}

patch(PyRelativeDelta, {
    add(date, delta) {
        const isOfCalendar = delta.years || delta.months || delta.year || delta.month || delta.day;
        // A year of four digits that is no Solar Hijri one was meant as Gregorian.
        if (!isSolar() || !isOfCalendar || delta.year >= 1600 || delta.leapDays) {
            return super.add(date, delta);
        }
        const rest = Object.assign(Object.create(PyRelativeDelta.prototype), delta, NOTHING);
        return super.add(withDay(date, moved(date, delta)), rest);
    },
});

for (const PyClass of [PyDate, PyDateTime]) {
    patch(PyClass.prototype, {
        strftime(format) {
            const start = isSolar() && R_START.exec(format);
            if (!start) {
                return super.strftime(format);
            }
            const { year, month } = fromGregorian(this);
            const first = toGregorian(year, start[2] === "01" ? 1 : month, 1);
            return withDay(this, first).strftime(format.replace(/%Y-(%m|01)-01/, "%Y-%m-%d"));
        },
    });
}
