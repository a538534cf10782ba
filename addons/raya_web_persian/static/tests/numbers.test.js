import { expect, test } from "@odoo/hoot";
import { parseTime } from "@web/core/l10n/time";
import { registry } from "@web/core/registry";
import { formatCurrency } from "@web/core/currency";
import { formatFloat as formatNumber, humanNumber } from "@web/core/utils/numbers";
import { formatFloat, formatFloatTime, formatInteger, formatPercentage } from "@web/views/fields/formatters";
import { parseFloat, parseFloatTime, parseInteger, parseMonetary, parsePercentage } from "@web/views/fields/parsers";
import { defineParams, makeMockEnv } from "@web/../tests/web_test_helpers";

import { writeNumber } from "@raya_web_persian/number_text";
import { workInEnglish, workInPersian } from "./persian_test_helpers";

test("numbers are read as people type them", async () => {
    workInPersian();
    await makeMockEnv();
    for (const [text, number] of [
        ["۱۲٫۵", 12.5],
        ["12.5", 12.5],
        ["1,5", 1.5],
        ["۱،۵", 1.5],
        ["۱٬۲۳۴٬۵۶۷٫۲۵", 1234567.25],
        ["1,200", 1200],
        ["-۳", -3],
        ["=۱+۲", 3],
    ]) {
        expect(parseFloat(text)).toBe(number);
        expect(registry.category("parsers").get("float")(text)).toBe(number);
    }
    expect(parseInteger("۱٬۲۰۰")).toBe(1200);
    expect(parseMonetary("۱٬۲۰۰٫۵۰ ﷼")).toBe(1200.5);
    expect(parseMonetary("$ -۳")).toBe(-3);
    expect(parsePercentage("۱۲٫۵٪")).toBe(0.125);
    for (const text of ["۱٫۵٫۲", "سه", ""]) {
        expect(() => parseInteger(text || "x")).toThrow(/not a correct number/);
    }
    expect(() => parseInteger("۱٫۵")).toThrow(/not a correct number/);
});

test("hours and times are read as people type them", async () => {
    workInPersian();
    await makeMockEnv();
    for (const [text, hours] of [
        ["۰:۳۰", 0.5],
        ["۱٫۵", 1.5],
        ["1,5", 1.5],
        ["-۲:۱۵", -2.25],
        ["۲۳:۴۵", 23.75],
    ]) {
        expect(parseFloatTime(text)).toBe(hours);
    }
    expect(parseTime("۱۴:۲۵")).toMatchObject({ hour: 14, minute: 25 });
});

test("Persian users who read Latin digits type as ever", async () => {
    workInPersian({ digits: "latn" });
    await makeMockEnv();
    expect(parseFloatTime("1,5")).toBe(1.5);
    expect(parseFloat("1,5")).toBe(1.5);
    expect(parseFloat("1,200")).toBe(1200);
    expect(parseFloat("1,234.5")).toBe(1234.5);
    expect(formatFloat(1234.5)).toBe("1,234.50");
});

test("numbers are shown in the digits of the reader, and read again", async () => {
    workInPersian();
    await makeMockEnv();
    expect(formatFloat(1234567.25)).toBe("۱٬۲۳۴٬۵۶۷٫۲۵");
    expect(formatNumber(1234.5)).toBe("۱٬۲۳۴٫۵۰");
    expect(formatInteger(1200)).toBe("۱٬۲۰۰");
    expect(formatFloatTime(0.5)).toBe("۰۰:۳۰");
    expect(formatPercentage(0.125)).toBe("۱۲٫۵%");
    expect(humanNumber(12000)).toBe("۱۲k");
    expect(registry.category("formatters").get("float")(1.5)).toBe("۱٫۵۰");
    expect(parseMonetary(formatCurrency(1234.5, 1))).toBe(1234.5);
    expect(writeNumber("Fr. 1,234.50 kr.")).toBe("Fr. ۱٬۲۳۴٫۵۰ kr.");
    expect(parseFloat(formatFloat(-1234567.25))).toBe(-1234567.25);
    expect(formatFloat.extractOptions).toBeOfType("function");
});

test("marks that a company chose are read by its setting", async () => {
    workInPersian();
    defineParams({ lang_parameters: { decimal_point: ",", thousands_sep: "." } });
    await makeMockEnv();
    expect(formatFloat(1234.5)).toBe("۱.۲۳۴,۵۰");
    expect(parseFloat("۱.۲۳۴,۵")).toBe(1234.5);
    expect(parseFloat("۱٬۲۳۴٫۵")).toBe(1234.5);
});

test("others read and write numbers as ever", async () => {
    workInEnglish();
    await makeMockEnv();
    expect(parseFloat("1,5")).toBe(15);
    expect(formatFloat(1234.5)).toBe("1,234.50");
    // Persian digits mean the same to everybody.
    expect(parseFloat("۱۲٫۵")).toBe(12.5);
});
