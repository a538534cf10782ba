import { localization } from "@web/core/l10n/localization";
import { writeDigits } from "@raya_web_persian/reader";

export const QUARTER = 15;
/** Width of a minute of the day view: an hour is wide enough to be read and grasped. */
export const PIXELS_A_MINUTE = 1.2;
const USUAL_DAY = [8 * 60, 18 * 60];

export const isRtl = () => localization.direction === "rtl";

/** @param {number} minute of a day @returns {string} "09:30" */
export function clock(minute) {
    const [hours, minutes] = [Math.floor(minute / 60) % 24, minute % 60];
    return writeDigits(`${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`);
}

/** @param {number} minutes @returns {string} "1:30" */
export function duration(minutes) {
    return writeDigits(`${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`);
}

/** @param {number} minutes @returns {number} the nearest quarter of an hour */
export function snap(minutes) {
    return Math.round(minutes / QUARTER) * QUARTER;
}

/**
 * From when to when the day view goes: whole hours that hold all working time and all visits.
 *
 * @param {[number, number][]} spans in minutes of the day
 * @returns {[number, number]}
 */
export function dayBounds(spans) {
    const start = Math.min(USUAL_DAY[0], ...spans.map(([from]) => from));
    const stop = Math.max(USUAL_DAY[1], ...spans.map(([, to]) => Math.min(to, 24 * 60)));
    return [Math.floor(start / 60) * 60, Math.ceil(stop / 60) * 60];
}

/**
 * What of a day lies outside the working time.
 *
 * @param {[number, number][]} work sorted
 * @param {number} first minute that is shown
 * @param {number} last
 * @returns {[number, number][]}
 */
export function gaps(work, first, last) {
    const found = [];
    let at = first;
    for (const [from, to] of work) {
        if (from > at) {
            found.push([at, Math.min(from, last)]);
        }
        at = Math.max(at, to);
    }
    return at < last ? [...found, [at, last]] : found;
}
