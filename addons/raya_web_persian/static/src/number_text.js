/**
 * Numbers as people type them in Persian, and in the digits of the reader where they are shown.
 */

import { localization } from "@web/core/l10n/localization";
import { plainNumber, R_INVISIBLE, toLatin } from "./digits";
import { hasPersianDigits, isPersianText, writeDigits } from "./reader";

const R_PERSIAN = /[۰-۹٠-٩٫٬،−\u200c-\u200f\u202a-\u202e\u2066-\u2069]/;
// A currency may have a point of its own.
const R_POINT = /(?<=[\d۰-۹])\.(?=[\d۰-۹])/g;

/**
 * @param {any} text
 * @returns {boolean} whether somebody typed Persian, or reads it: then a comma is what it is in plainNumber()
 */
export function isMeantPersian(text) {
    return typeof text === "string" && (R_PERSIAN.test(text) || hasPersianDigits() || isPersianText());
}

/** The number, or undefined where only Odoo can read it: formulas, marks that a company chose. */
function readPlain(text) {
    if (localization.decimalPoint === "," || localization.thousandsSep === ".") {
        return undefined;
    }
    try {
        return Number(plainNumber(text));
    } catch (error) {
        if (error instanceof RangeError) {
            return undefined;
        }
        throw error;
    }
}

/** A formula, or a number with the marks of the language, in digits that Odoo reads. */
function latinText(text) {
    const point = localization.decimalPoint;
    return toLatin(text.replace(R_INVISIBLE, ""))
        .replace(/٫/g, point)
        .replace(/[٬،]/g, localization.thousandsSep || "")
        .replace(/[−－﹣]/g, "-")
        .replace(/٪/g, "%");
}

function readNumber(parse, text, options) {
    const number = readPlain(text);
    return number === undefined ? parse(latinText(text), options) : parse(String(number), options);
}

/** How each kind of number is read: by Odoo's function `parse`, after what people typed was made plain. */
export const READERS = {
    parseFloat: (parse, text, options) => readPlain(text) ?? parse(latinText(text), options),
    parseInteger: readNumber,
    parseFloatTime: (parse, text) => (text.includes(":") ? parse(latinText(text)) : readSigned(parse, text)),
    parsePercentage: (parse, text) => readNumber(parse, text.replace(/[%٪]\s*$/, "")),
    parseMonetary: (parse, text, options) => readPlain(stripCurrency(text)) ?? parse(latinText(text), options),
};

function readSigned(parse, text) {
    return readPlain(text) ?? parse(latinText(text));
}

/** What stands around the digits of an amount, but its sign. */
function stripCurrency(text) {
    const amount = toLatin(text.replace(R_INVISIBLE, ""));
    return amount.replace(/^[^\d+\-−]*(?=[+\-−]?\s*[\d.])/, "").replace(/\D*$/, "");
}

/**
 * @param {any} text a number as Odoo writes it
 * @returns {any} as the reader writes it; beside Persian digits the marks are ٬ and ٫
 */
export function writeNumber(text) {
    if (!hasPersianDigits() || typeof text !== "string") {
        return text;
    }
    // Comma and point are what Odoo's language begins with; a company may have chosen other marks.
    const grouped = localization.thousandsSep === "," ? text.replaceAll(",", "٬") : text;
    return writeDigits(localization.decimalPoint === "." ? grouped.replace(R_POINT, "٫") : grouped);
}
