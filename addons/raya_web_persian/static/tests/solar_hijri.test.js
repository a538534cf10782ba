import { describe, expect, test } from "@odoo/hoot";
import { mockTimeZone } from "@odoo/hoot-mock";

import {
    addMonths,
    daysInMonth,
    fromGregorian,
    isLeap,
    read,
    toGregorian,
    written,
} from "@raya_web_persian/solar_hijri";

describe.current.tags("headless");

const { DateTime } = luxon;

/** @param {string} text year, month and day with a dash between */
function day(text) {
    const [year, month, number] = text.split("-").map(Number);
    return { year, month, day: number };
}

test("years begin when they began", () => {
    const newYears = {
        1399: "2020-3-20",
        1403: "2024-3-20",
        1404: "2025-3-21",
        1405: "2026-3-21",
        1407: "2028-3-20",
        1408: "2029-3-20",
        1409: "2030-3-21",
    };
    for (const [year, newYear] of Object.entries(newYears)) {
        expect(fromGregorian(day(newYear))).toEqual(day(`${year}-1-1`));
        expect(toGregorian(Number(year), 1, 1)).toEqual(day(newYear));
    }
    expect(fromGregorian(day("2025-3-20"))).toEqual(day("1403-12-30"));
});

test("every day from 1925 to 2100 is the browser's own", () => {
    const inIntl = new Intl.DateTimeFormat("en-u-ca-persian", {
        timeZone: "UTC",
        year: "numeric",
        month: "numeric",
        day: "numeric",
    });
    const wrong = [];
    let count = 0;
    for (let time = Date.UTC(1925, 0, 1); time <= Date.UTC(2100, 11, 31); time += 86400000) {
        const moment = new Date(time);
        const found = fromGregorian(day(moment.toISOString().slice(0, 10)));
        const parts = inIntl.formatToParts(moment).map(({ type, value }) => [type, Number(value)]);
        const known = Object.fromEntries(parts);
        if (["year", "month", "day"].some((part) => found[part] !== known[part])) {
            wrong.push(moment.toISOString());
        }
        count++;
    }
    expect(wrong).toEqual([]);
    expect(count).toBe(64283);
});

test("leap years have a thirtieth of Esfand, others do not", () => {
    expect([1399, 1403, 1408].every(isLeap)).toBe(true);
    expect([1400, 1404, 1407].some(isLeap)).toBe(false);
    expect(daysInMonth(1403, 6)).toBe(31);
    expect(daysInMonth(1403, 7)).toBe(30);
    expect(daysInMonth(1403, 12)).toBe(30);
    expect(daysInMonth(1404, 12)).toBe(29);
    expect(() => daysInMonth(1404, 13)).toThrow(RangeError);
});

test("a day that no calendar has is refused", () => {
    for (const impossible of ["1400-12-30", "1404-7-31", "1404-13-1", "1404-1-0", "9378-10-11"]) {
        const { year, month, day: number } = day(impossible);
        expect(() => toGregorian(year, month, number)).toThrow(RangeError);
    }
    expect(() => toGregorian(1404, 1.5, 1)).toThrow(RangeError);
    expect(() => fromGregorian(day("2026-2-30"))).toThrow(RangeError);
    expect(() => fromGregorian(DateTime.invalid("none"))).toThrow(RangeError);
});

test("a moment is the day that it shows, in every zone", () => {
    for (const zone of ["Asia/Tehran", "America/Vancouver", "Pacific/Kiritimati"]) {
        mockTimeZone(zone);
        const first = DateTime.local(2025, 3, 21);
        expect(fromGregorian(first)).toEqual(day("1404-1-1"));
        expect(fromGregorian(first.endOf("day"))).toEqual(day("1404-1-1"));
        expect(fromGregorian(first.minus({ minutes: 1 }))).toEqual(day("1403-12-30"));
    }
});

test("months are added in the calendar of the reader", () => {
    expect(addMonths(toGregorian(1403, 12, 30), 12)).toEqual(toGregorian(1404, 12, 29));
    expect(addMonths(toGregorian(1405, 6, 31), 1)).toEqual(toGregorian(1405, 7, 30));
    expect(addMonths(toGregorian(1405, 1, 31), -4)).toEqual(toGregorian(1404, 9, 30));
    expect(addMonths(DateTime.local(2026, 3, 21), 0)).toEqual(day("2026-3-21"));
});

test("a written day is read again, and both calendars are read", () => {
    expect(written(day("2026-3-21"))).toBe("۱۴۰۵/۰۱/۰۱");
    expect(written(day("1-1-1"))).toBe("-۶۲۱/۱۰/۱۱");
    for (const text of ["۱۴۰۴/۰۵/۱۴", "1404-5-14", "١٤٠٤.٠٥.١٤", "2025-08-05"]) {
        expect(read(text)).toEqual(day("2025-8-5"));
    }
    for (const text of ["", undefined, "next week", "1400/12/30", "2026-02-30", "1404/05"]) {
        expect(read(text)).toBe(null);
    }
});
