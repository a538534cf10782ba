import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { formatDate, formatDateTime, parseDate, parseDateTime } from "@web/core/l10n/dates";
import { animationFrame, press, queryAllTexts } from "@odoo/hoot-dom";
import { Component, xml } from "@odoo/owl";
import {
    clickSave,
    contains,
    defineModels,
    fieldInput,
    fields,
    mockService,
    models,
    mountView,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";

import { toGregorian } from "@raya_web_persian/solar_hijri";
import { workInEnglish, workInEnglishWithTheCalendar, workInPersian } from "./persian_test_helpers";

class Job extends models.Model {
    _name = "raya.test.job";

    name = fields.Char();
    day = fields.Date();
    start = fields.Datetime();
    end = fields.Datetime();
    hours = fields.Float();
    price = fields.Float({ digits: [16, 2] });
    number = fields.Integer();

    _records = [
        {
            id: 1,
            name: "A",
            day: "2025-08-05",
            start: "2026-03-20 22:30:00",
            end: "2026-03-22 08:00:00",
            hours: 1.5,
            price: 1234.5,
            number: 1200,
        },
    ];
    _views = {
        form: `<form>
            <field name="name"/>
            <field name="day"/>
            <field name="start" widget="daterange" options="{'end_date_field': 'end'}"/>
            <field name="hours" widget="float_time"/>
            <field name="price"/>
            <field name="number"/>
        </form>`,
        list: `<list><field name="name"/><field name="day"/><field name="start"/><field name="price" sum="Sum"/></list>`,
    };
}
defineModels([Job]);

const openForm = () => mountView({ type: "form", resModel: "raya.test.job", resId: 1 });

/** What the client saves of a form. */
function expectSaved() {
    onRpc("web_save", ({ args }) => expect.step(args[1]));
}

async function type(field, text) {
    await contains(`.o_field_widget[name=${field}] :is(button, input)`).click();
    await contains(`.o_field_widget[name=${field}] input`).edit(text, { confirm: "tab" });
    await animationFrame();
}

const cells = () => queryAllTexts(".o_date_item_cell:not(.o_out_of_range)");

describe("in Persian", () => {
    beforeEach(() => workInPersian());

    test("a date is shown in the calendar, and in both where one points at it", async () => {
        await openForm();
        expect(".o_field_widget[name=day] button").toHaveText("۱۴ مرداد ۱۴۰۴");
        expect(".o_field_widget[name=day] button").toHaveAttribute("data-tooltip", "۱۴۰۴/۰۵/۱۴ (2025/08/05)");
        expect(".o_field_widget[name=start] button:first").toHaveText(/۱ فروردین/);
    });

    test("the pop-up is a grid of the month, from Saturday on, with days off", async () => {
        await openForm();
        await contains(".o_field_widget[name=day] button").click();
        expect(".o_field_widget[name=day] input").toHaveValue("۱۴۰۴/۰۵/۱۴");
        expect(".o_header_part").toHaveText("مرداد ۱۴۰۴");
        expect(queryAllTexts(".o_day_of_week_cell").slice(-7)).toEqual(["ش", "ی", "د", "س", "چ", "پ", "ج"]);
        expect(cells().slice(0, 3)).toEqual(["۱", "۲", "۳"]);
        expect(cells()).toHaveLength(31);
        expect(".o_selected").toHaveText("۱۴");
        // 3 Mordad 1404 is a Friday.
        expect(queryAllTexts(".o_raya_day_off:not(.o_out_of_range)")).toEqual(["۳", "۱۰", "۱۷", "۲۴", "۳۱"]);
        expectSaved();
        await contains(".o_date_item_cell:not(.o_out_of_range):eq(30)").click();
        await clickSave();
        expect.verifySteps([{ day: "2025-08-22" }]);
    });

    test("holidays of the working calendar are days off", async () => {
        Job._records[0].day = "2026-12-01";
        await openForm();
        await contains(".o_field_widget[name=day] button").click();
        await animationFrame();
        expect(queryAllTexts(".o_raya_day_off:not(.o_out_of_range)")).toEqual(["۶", "۱۳", "۱۸", "۲۰", "۲۷"]);
    });

    test("one steps and zooms by months, years and decades of the calendar", async () => {
        await openForm();
        await contains(".o_field_widget[name=day] button").click();
        await contains(".o_next").click();
        expect(".o_header_part").toHaveText("شهریور ۱۴۰۴");
        await contains(".o_next").click();
        expect(cells()).toHaveLength(30);
        await contains(".o_zoom_out").click();
        expect(".o_header_part").toHaveText("۱۴۰۴");
        expect(queryAllTexts(".o_date_item_cell")[0]).toBe("فروردین");
        await contains(".o_zoom_out").click();
        expect(".o_header_part").toHaveText("۱۳۹۹ - ۱۴۱۰");
        await contains(".o_zoom_out").click();
        expect(queryAllTexts(".o_date_item_cell")[1]).toBe("۱۴۰۰");
        await contains(".o_date_item_cell:eq(1)").click();
        await contains(".o_date_item_cell:contains(۱۴۰۳)").click();
        await contains(".o_date_item_cell:contains(اسفند)").click();
        expect(cells()).toHaveLength(30);
        expectSaved();
        await contains(".o_date_item_cell:not(.o_out_of_range):last").click();
        await clickSave();
        expect.verifySteps([{ day: "2025-03-20" }]);
    });

    test("typed dates are stored as the day that was meant", async () => {
        onRpc("web_save", ({ args }) => expect.step(args[1].day));
        await openForm();
        for (const [text, day] of [
            ["۱۴۰۴/۱۲/۲۹", "2026-03-20"],
            ["1/1/1405", "2026-03-21"],
            ["30 اسفند 1403", "2025-03-20"],
            ["2026/11/27", "2026-11-27"],
            ["=1d", "2026-11-22"],
        ]) {
            await type("day", text);
            await clickSave();
            expect.verifySteps([day]);
        }
    });

    test("an impossible day is refused with a sentence, and nothing is changed", async () => {
        mockService("notification", { add: (message) => expect.step(String(message)) });
        await openForm();
        await type("day", "1400/12/30");
        expect.verifySteps(["The date “1400/12/30” is in no calendar: that month has no such day. Correct the date."]);
        expect(".o_field_widget[name=day] :is(button, input)").toHaveValue("۱۴۰۴/۰۵/۱۴");
    });

    test("a range keeps both days and its times", async () => {
        await openForm();
        await contains(".o_field_widget[name=start] button:first").click();
        expect(".o_field_widget[name=start] input").toHaveValue("۱۴۰۵/۰۱/۰۱ ۰۲:۰۰:۰۰");
        expect(".o_header_part").toHaveText("فروردین ۱۴۰۵");
        expectSaved();
        await contains(".o_date_item_cell:not(.o_out_of_range):eq(4)").click();
        await contains(".o_date_item_cell:not(.o_out_of_range):eq(6)").click();
        await press("escape");
        await animationFrame();
        await clickSave();
        expect.verifySteps([{ start: "2026-03-24 22:30:00", end: "2026-03-27 08:00:00" }]);
    });

    test("hours and numbers are typed and shown in Persian digits", async () => {
        await openForm();
        expect(".o_field_widget[name=hours] input").toHaveValue("۰۱:۳۰");
        expect(".o_field_widget[name=price] input").toHaveValue("۱٬۲۳۴٫۵۰");
        expectSaved();
        await fieldInput("hours").edit("۰:۳۰", { confirm: "tab" });
        await fieldInput("price").edit("۲٬۵۰۰٫۲۵", { confirm: "tab" });
        await fieldInput("number").edit("۷", { confirm: "tab" });
        expect(".o_field_widget[name=hours] input").toHaveValue("۰۰:۳۰");
        await clickSave();
        expect.verifySteps([{ hours: 0.5, price: 2500.25, number: 7 }]);
    });

    test("lists have dates and sums of the reader", async () => {
        await mountView({ type: "list", resModel: "raya.test.job" });
        expect(".o_data_row [name=day]").toHaveText("۱۴ مرداد ۱۴۰۴");
        expect(".o_data_row [name=price]").toHaveText("۱٬۲۳۴٫۵۰");
        expect("tfoot .o_list_number").toHaveText("۱٬۲۳۴٫۵۰");
        expect(".o_pager_counter").toHaveText("۱-۱ / ۱");
    });
});

describe("in English, with the calendar", () => {
    const daysOf = (ofMonth) =>
        Array.from({ length: 12 }, (_, month) => luxon.DateTime.fromObject(toGregorian(1405, month + 1, ofMonth)));

    async function lookIntoPickers(dateFormat) {
        workInEnglishWithTheCalendar(dateFormat);
        const days = daysOf(6).map((day) => day.toISODate());
        const ids = days.map((_, index) => index + 1);
        Job._records = days.map((day, index) => ({ id: ids[index], name: day, day, start: false, end: false }));
        onRpc("web_save", ({ args }) => expect.step(args[1]));
        await mountView({ type: "form", resModel: "raya.test.job", resId: 1, resIds: ids });
        for (const day of days) {
            expect(".o_field_widget[name=name] input").toHaveValue(day);
            await contains(".o_field_widget[name=day] button").click();
            await contains(".o_field_widget[name=name] input").click();
            await contains(".o_pager_next").click();
        }
        expect.verifySteps([]);
        for (const day of [1, 6, 9, 12, 13, 29].flatMap(daysOf)) {
            expect(parseDate(formatDate(day)).toISODate()).toBe(day.toISODate());
            const moment = day.set({ hour: 13, minute: 30 });
            expect(parseDateTime(formatDateTime(moment)).toISO()).toBe(moment.toISO());
        }
    }

    test("looking into a picker changes no day where the month comes first", () => lookIntoPickers("%m/%d/%Y"));
    test("looking into a picker changes no day where the day comes first", () => lookIntoPickers("%d.%m.%Y"));
    test("looking into a picker changes no day where the year comes first", () => lookIntoPickers("%Y/%m/%d"));
    test("looking into a picker changes no day where years have two digits", () => lookIntoPickers("%d/%m/%y"));
});

test("users of other languages have Odoo's fields", async () => {
    workInEnglish();
    await openForm();
    expect(".o_field_widget[name=day] button").toHaveText("Aug 5, 2025");
    expect(".o_field_widget[name=day] button").toHaveAttribute("data-tooltip", "08/05/2025");
    expect(".o_field_widget[name=price] input").toHaveValue("1,234.50");
    await contains(".o_field_widget[name=day] button").click();
    expect(".o_header_part").toHaveText("August 2025");
    expect(".o_raya_day_off").toHaveCount(0);
});

test("the hint of an empty box stands as the page is read", async () => {
    class Page extends Component {
        static template = xml`<div style="direction: rtl"><input dir="auto" placeholder="یک واژه" /></div>`;
        static props = {};
    }
    await mountWithCleanup(Page);
    expect("input[dir=auto]").toHaveStyle({ direction: "rtl" });
});
