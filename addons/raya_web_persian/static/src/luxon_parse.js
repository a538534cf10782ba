/**
 * Dates that people type, read in the calendar of the reader.
 *
 * Odoo asks Luxon first for whatever was typed, and tries other readings when it finds nothing. The
 * day is therefore found here, and one that is in no calendar refused: those readings would take
 * 1404-12-30 for a day of the Gregorian year 1404.
 */

import { EventBus } from "@odoo/owl";
import { ConversionError } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { toLatin } from "./digits";
import { isSolar } from "./reader";
import { NoSuchDay, orderOf, readRelative, readTyped } from "./typed_day";

const { DateTime } = luxon;
const R_KEY = /^yyyy-(MM|LL)-dd|^MM\/yyyy$/;
const refusals = new EventBus();
const original = DateTime.fromFormat.rayaOriginal || DateTime.fromFormat;

DateTime.fromFormat = function (text, format, options = {}) {
    const isKey = R_KEY.test(format) || options.numberingSystem === "latn";
    const isTyped = typeof text === "string" && !isKey && /[dMLy]/.test(format);
    if (isSolar() && isTyped) {
        const found = readMoment(text, format, options);
        if (found) {
            return found;
        }
    }
    const latin = typeof text === "string" && /[۰-۹]/.test(text) ? toLatin(text) : text;
    return original.call(this, latin, format, options);
};
DateTime.fromFormat.rayaOriginal = original;

function readMoment(text, format, { zone = "default" }) {
    const now = DateTime.local({ zone });
    const today = { year: now.year, month: now.month, day: now.day };
    try {
        const relative = readRelative(text, today);
        const found = relative ? { day: relative, time: null } : readTyped(text, today, orderOf(format));
        return found && DateTime.fromObject({ ...found.day, ...found.time }, { zone });
    } catch (error) {
        if (!(error instanceof NoSuchDay)) {
            throw error;
        }
        throw refusal(text);
    }
}

function refusal(text) {
    const sentence = _t("The date “%s” is in no calendar: that month has no such day. Correct the date.", text);
    // Whoever still types in the search bar is not disturbed.
    if (globalThis.event?.type !== "input") {
        refusals.trigger("refused", sentence);
    }
    return new ConversionError(sentence);
}

/** Odoo's date fields take back what they cannot read without a word. */
export const refusalService = {
    dependencies: ["notification"],
    start(env, { notification }) {
        refusals.addEventListener("refused", ({ detail }) => notification.add(detail, { type: "warning" }));
    },
};
registry.category("services").add("raya_date_refusal", refusalService);
