/**
 * The calendar and the digits of whoever works here: those of their language, or what they chose for themselves.
 */

import { session } from "@web/session";
import { toPersian } from "./digits";

export const reader = { calendar: "gregorian", digits: "latn", ...session.raya_reader };

/** @returns {boolean} whether dates are shown and typed in the Solar Hijri calendar */
export const isSolar = () => reader.calendar === "solar";

/** @returns {boolean} whether dates and numbers have Persian digits */
export const hasPersianDigits = () => reader.digits === "arabext";

/** @returns {boolean} whether the texts around are Persian */
export const isPersianText = () => /^fa/i.test(luxon.Settings.defaultLocale);

/**
 * @param {any} text
 * @returns {any} the text with the digits of the reader; what is no text or number as it is
 */
export function writeDigits(text) {
    if (!hasPersianDigits() || !["string", "number"].includes(typeof text)) {
        return text;
    }
    return toPersian(String(text));
}
