/**
 * Whatever Odoo writes of a date in the web client, in the calendar and digits of the reader.
 *
 * Odoo writes all dates by Luxon, which can write them in another calendar. What machines read stays
 * Gregorian with Latin digits: texts asked for with Latin digits, as the server gets them, and those
 * that begin with yyyy-MM-dd, which name files and keys.
 */

import { hasPersianDigits, isPersianText, isSolar, reader, writeDigits } from "./reader";
import { fromGregorian } from "./solar_hijri";

const { DateTime, Duration, Settings } = luxon;
// The second is what spreadsheets call a month by.
const R_KEY = /^'?yyyy-(MM|LL)-dd|^MM\/yyyy$/;
// Months and weekdays of a Persian text are Jalali in the browser, whatever calendar is chosen.
const isOurs = () => isSolar() || hasPersianDigits() || isPersianText();

function conventionFor(moment, options = {}) {
    if (!isOurs() || moment.locale !== Settings.defaultLocale) {
        return options;
    }
    if (options.numberingSystem === "latn") {
        return { ...options, outputCalendar: "gregory" };
    }
    const outputCalendar = isSolar() ? "persian" : "gregory";
    return { outputCalendar, numberingSystem: reader.digits, ...options };
}

/** A year is left out where it is this one; it has to be this one of the reader's calendar. */
function withYear(moment, format) {
    if (!isSolar() || !format?.month || !format.day || format.year || !moment.isValid) {
        return format;
    }
    const isThisYear = fromGregorian(moment.c).year === fromGregorian(DateTime.local().c).year;
    return isThisYear ? format : { ...format, year: "numeric" };
}

function wrap(prototype, name, write) {
    const original = prototype[name].rayaOriginal || prototype[name];
    prototype[name] = function (...args) {
        return write(this, original, ...args);
    };
    prototype[name].rayaOriginal = original;
}

wrap(DateTime.prototype, "toFormat", (moment, original, format, options) => {
    const machine = isOurs() && R_KEY.test(format) ? { numberingSystem: "latn" } : {};
    return original.call(moment, format, conventionFor(moment, { ...options, ...machine }));
});
wrap(DateTime.prototype, "toLocaleString", (moment, original, format, options) =>
    original.call(moment, withYear(moment, format), conventionFor(moment, options)),
);
for (const name of ["toRelative", "toRelativeCalendar"]) {
    wrap(DateTime.prototype, name, (moment, original, ...args) => writeDigits(original.apply(moment, args)));
}
wrap(Duration.prototype, "toHuman", (duration, original, ...args) => writeDigits(original.apply(duration, args)));
