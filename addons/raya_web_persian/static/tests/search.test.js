import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { Domain } from "@web/core/domain";
import {
    contains,
    defineModels,
    editSearch,
    fields,
    getFacetTexts,
    models,
    mountView,
    onRpc,
    toggleMenuItem,
    toggleMenuItemOption,
    toggleSearchBarMenu,
} from "@web/../tests/web_test_helpers";

import { workInEnglish, workInPersian } from "./persian_test_helpers";

class Call extends models.Model {
    _name = "raya.test.call";

    name = fields.Char();
    day = fields.Date({ string: "Day" });
    number = fields.Integer();

    _records = [{ id: 1, name: "A", day: "2026-11-25" }];
    _views = {
        list: `<list><field name="name"/><field name="day"/></list>`,
        search: `<search>
            <field name="number"/>
            <field name="day"/>
            <filter name="day" date="day" string="Day"/>
            <filter name="this" string="This month"
                domain="[('day', '&gt;=', (context_today() + relativedelta(day=1)).strftime('%Y-%m-%d'))]"/>
        </search>`,
    };
}
defineModels([Call]);

async function open() {
    onRpc("web_search_read", ({ kwargs }) => expect.step(new Domain(kwargs.domain).toString()));
    await mountView({ type: "list", resModel: "raya.test.call" });
    expect.verifySteps(["[]"]);
    await toggleSearchBarMenu();
}

describe("in Persian", () => {
    beforeEach(() => workInPersian());

    test("filters are the months, quarters and years of the calendar", async () => {
        await open();
        await toggleMenuItem("Day");
        const options = queryAllTexts(".o_filter_menu .o_item_option");
        expect(options).toEqual([
            "آذر",
            "آبان",
            "مهر",
            "سه‌ماههٔ چهارم",
            "سه‌ماههٔ سوم",
            "سه‌ماههٔ دوم",
            "سه‌ماههٔ اول",
            "۱۴۰۵",
            "۱۴۰۴",
            "۱۴۰۳",
        ]);
        await toggleMenuItemOption("Day", "آذر");
        expect.verifySteps([`["&", ("day", ">=", "2026-11-22"), ("day", "<=", "2026-12-21")]`]);
        expect(getFacetTexts()).toEqual(["Day: آذر ۱۴۰۵"]);
    });

    test("a quarter of another year", async () => {
        await open();
        await toggleMenuItem("Day");
        await toggleMenuItemOption("Day", "سه‌ماههٔ چهارم");
        expect.verifySteps([`["&", ("day", ">=", "2026-12-22"), ("day", "<=", "2027-03-20")]`]);
        await toggleMenuItemOption("Day", "۱۴۰۳");
        await toggleMenuItemOption("Day", "۱۴۰۵");
        expect(getFacetTexts()).toEqual(["Day: سه‌ماههٔ چهارم ۱۴۰۳"]);
        const both = `("day", ">=", "2024-12-21"), ("day", "<=", "2025-03-20"), "&", ("day", ">=", "2026-12-22")`;
        expect.verifySteps([
            `["|", "&", ${both}, ("day", "<=", "2027-03-20")]`,
            `["&", ("day", ">=", "2024-12-21"), ("day", "<=", "2025-03-20")]`,
        ]);
    });

    test("this month of a view's own filter", async () => {
        await open();
        await toggleMenuItem("This month");
        expect.verifySteps([`[("day", ">=", "2026-11-22")]`]);
    });

    test("a number and a day typed into the search bar", async () => {
        await open();
        await toggleSearchBarMenu();
        await editSearch("۱۲");
        await contains(".o_searchview_autocomplete .o-dropdown-item:contains(Number)").click();
        expect.verifySteps([`[("number", "=", 12)]`]);
        await contains(".o_facet_remove").click();
        await editSearch("۱۴۰۵/۹/۴");
        await contains(".o_searchview_autocomplete .o-dropdown-item:contains(Day)").click();
        expect.verifySteps(["[]", `[("day", "=", "2026-11-25")]`]);
    });
});

test("users of other languages have Odoo's filters", async () => {
    workInEnglish();
    await open();
    await toggleMenuItem("Day");
    expect(queryAllTexts(".o_filter_menu .o_item_option").slice(0, 4)).toEqual([
        "November",
        "October",
        "September",
        "Q4",
    ]);
    await toggleMenuItem("This month");
    expect.verifySteps([`[("day", ">=", "2026-11-01")]`]);
});
