import { describe, expect, test } from "@odoo/hoot";

import { toGregorian } from "@raya_web_persian/solar_hijri";
import { NoSuchDay, orderOf, readRelative, readTyped } from "@raya_web_persian/typed_day";

describe.current.tags("headless");

const TODAY = { year: 2026, month: 11, day: 27 };
const read = (text) => readTyped(text, TODAY)?.day ?? null;

test("a day is read in every usual order and in all digits", () => {
    for (const text of [
        "1404/05/14",
        "۱۴۰۴/۰۵/۱۴",
        "1404-5-14",
        "١٤٠٤.٠٥.١٤",
        "14/5/1404",
        "5/14/1404",
        "04/05/14",
        "۱۴۰۴۰۵۱۴",
        "040514",
        "14 مرداد 1404",
        "۱۴ مرداد ماه ۱۴۰۴",
        "سه‌شنبه ۱۴ مرداد ۱۴۰۴",
        "1404 مرداد 14",
        "14 Mordad 1404",
        "2025/08/05",
        "2025-08-05",
        "5 August 2025",
        "5 اوت 2025",
    ]) {
        expect(read(text)).toEqual({ year: 2025, month: 8, day: 5 });
    }
});

test("what only the order tells is read as the language writes it", () => {
    const orders = {
        mdy: ["05/14/1404", "5/14/04", "05141404", "051404", "2/3/1404"],
        dmy: ["14.05.1404", "14/5/04", "14051404", "140504", "3/2/1404"],
        ymd: ["1404/05/14", "04/5/14", "14040514", "040514", "3/2/1404"],
    };
    for (const [order, texts] of Object.entries(orders)) {
        const readAs = texts.map((text) => readTyped(text, TODAY, order).day);
        const meant = { year: 2025, month: 8, day: 5 };
        expect(readAs).toEqual([meant, meant, meant, meant, toGregorian(1404, 2, 3)]);
    }
    expect(readTyped("6/9", TODAY, "dmy").day).toEqual(TODAY);
    expect(readTyped("9/6", TODAY, "mdy").day).toEqual(TODAY);
    expect(readTyped("14/5/1404", TODAY, "mdy").day).toEqual({ year: 2025, month: 8, day: 5 });
});

test("the order is that of the format", () => {
    for (const [format, order] of [
        ["MM/dd/yyyy HH:mm:ss", "mdy"],
        ["d. MMM yy", "dmy"],
        ["yyyy-LL-dd", "ymd"],
        ["ddMM", "ymd"],
        ["yyyy 'md' MM dd", "ymd"],
    ]) {
        expect(orderOf(format)).toBe(order);
    }
});

test("a part of a day is of this year and month", () => {
    expect(read("9/6")).toEqual(TODAY);
    expect(read("۱۵/۹")).toEqual({ year: 2026, month: 12, day: 6 });
    expect(read("6")).toEqual(TODAY);
    expect(read("۶ آذر")).toEqual(TODAY);
});

test("long months and leap years have their last day, others have none", () => {
    for (const [text, day] of [
        ["1398/02/31", toGregorian(1398, 2, 31)],
        ["1398/06/31", toGregorian(1398, 6, 31)],
        ["1399/12/30", toGregorian(1399, 12, 30)],
        ["1300/01/01", toGregorian(1300, 1, 1)],
        ["1210/12/30", toGregorian(1210, 12, 30)],
    ]) {
        expect(read(text)).toEqual(day);
    }
    for (const text of ["1400/12/30", "1404/07/31", "31/7/1404", "1404/13/01", "2026/02/30", "31 مهر"]) {
        expect(() => read(text)).toThrow(NoSuchDay);
    }
});

test("the time beside a day is read as well", () => {
    const times = {
        "1405/09/06 13:30": [13, 30, 0],
        "۱۴۰۵/۰۹/۰۶ ۲۳:۰۵:۰۷": [23, 5, 7],
        "1405/09/06 1:30 ب.ظ": [13, 30, 0],
        "6 آذر 1405، 12:15 ق.ظ": [0, 15, 0],
    };
    for (const [text, [hour, minute, second]] of Object.entries(times)) {
        expect(readTyped(text, TODAY)).toEqual({ day: TODAY, time: { hour, minute, second } });
    }
    expect(() => readTyped("1405/09/06 25:00", TODAY)).toThrow(NoSuchDay);
});

test("what is no day is left to Odoo", () => {
    for (const text of [
        "",
        "abc",
        "next week",
        "+3d",
        "1404/05/14/1",
        "1404/123/1",
        "0999/1/1",
        "100/1/1",
        "14 March",
    ]) {
        expect(read(text)).toBe(null);
    }
});

test("shortcuts step by months of the calendar", () => {
    const cases = { "+1m": [1405, 10, 6], "-1y": [1404, 9, 6], "=1d": [1405, 9, 1], "today =1m =1d": [1405, 1, 1] };
    for (const [text, day] of Object.entries({ ...cases, "=1d -1m": [1405, 8, 1], "+1m +2d": [1405, 10, 8] })) {
        expect(readRelative(text, TODAY)).toEqual(toGregorian(...day));
    }
    for (const text of ["+3d", "today", "now +2H", "-2w", "abc"]) {
        expect(readRelative(text, TODAY)).toBe(null);
    }
});
