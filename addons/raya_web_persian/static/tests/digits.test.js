import { describe, expect, test } from "@odoo/hoot";

import { plainNumber, toLatin, toPersian } from "@raya_web_persian/digits";

describe.current.tags("headless");

test("digits of three scripts become Latin or Persian", () => {
    for (const written of ["۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "0123456789"]) {
        expect(toLatin(written)).toBe("0123456789");
        expect(toPersian(written)).toBe("۰۱۲۳۴۵۶۷۸۹");
    }
});

test("nothing but digits is changed", () => {
    const text = "یخچال RF-/٫٬،.\u200c½²Ⅷ①";
    expect(toLatin(text)).toBe(text);
    expect(toPersian(text)).toBe(text);
});

test("numbers are read as they were meant", () => {
    expect(Number(plainNumber("+30"))).toBe(30);
    expect(Number(plainNumber("1,5"))).toBe(1.5);
    expect(Number(plainNumber("1٫5"))).toBe(1.5);
    expect(Number(plainNumber("۱٬۲۰۰"))).toBe(1200);
    expect(Number(plainNumber("۱٬۲۳۴٬۵۶۷٫۲۵"))).toBe(1234567.25);
    expect(Number(plainNumber("\u200e−۳"))).toBe(-3);
});

test("what has no single meaning is refused", () => {
    for (const text of ["", "1.200,50", "1٬5", "۱/۵", "1e5", "NaN", "3-"]) {
        expect(() => plainNumber(text)).toThrow(RangeError);
    }
});
