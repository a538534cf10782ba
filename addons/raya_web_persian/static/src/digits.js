/**
 * Digits and numbers as people write them in Persian and in English.
 *
 * The server has the same functions in tools/digits.py, where the rules are explained;
 * a test compares the two.
 */

const PERSIAN = "۰۱۲۳۴۵۶۷۸۹";
const ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩";
const FULL_WIDTH = "０１２３４５６７８９";
const ALL = "0123456789" + PERSIAN + ARABIC_INDIC + FULL_WIDTH;
const R_DIGIT = new RegExp(`[${ALL}]`, "g");

// What pasting brings along and nobody sees; the server has the same in tools/marks.py.
export const R_INVISIBLE = /[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]/g;
const R_GROUPED = /^[+-]?(?!0[,٬])\d{1,3}([,٬])\d{3}(?:\1\d{3})*(?:\.\d*)?$/;
const R_UNGROUPED = /^[+-]?(?:\d+(?:[.,]\d+)?|\d+\.|[.,]\d+)$/;

const valueOf = (digit) => ALL.indexOf(digit) % 10;

/**
 * The text with Latin digits for Persian, Arabic-Indic and full-width ones.
 *
 * @param {string} text
 * @returns {string}
 */
export function toLatin(text) {
    return text.replace(R_DIGIT, valueOf);
}

/**
 * The text with Persian digits for Latin, Arabic-Indic and full-width ones.
 *
 * @param {string} text
 * @returns {string}
 */
export function toPersian(text) {
    return text.replace(R_DIGIT, (digit) => PERSIAN[valueOf(digit)]);
}

/**
 * A number that somebody wrote, as `Number()` reads it: "۱٬۲۰۰٫۵" is "1200.5".
 *
 * @param {string} text
 * @returns {string}
 * @throws {RangeError} where the text has no single meaning as a number
 */
export function plainNumber(text) {
    const number = toLatin(text.replace(R_INVISIBLE, "").trim())
        .replace(/[٫．]/g, ".")
        .replace(/[،，]/g, ",")
        .replace(/＋/g, "+")
        .replace(/[−－﹣‐‑–]/g, "-");
    if (R_GROUPED.test(number)) {
        return number.replace(/[,٬]/g, "");
    }
    if (R_UNGROUPED.test(number)) {
        return number.replace(",", ".");
    }
    throw new RangeError(`Not a number: ${text}`);
}
