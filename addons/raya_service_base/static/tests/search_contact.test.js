import { expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { Domain } from "@web/core/domain";
import {
    contains,
    defineModels,
    editSearch,
    fields,
    models,
    mountWithSearch,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { Component, xml } from "@odoo/owl";
import { SearchBar } from "@web/search/search_bar/search_bar";

class Partner extends models.Model {
    _name = "raya.test.partner";

    name = fields.Char();

    _records = [{ id: 7, name: "Clinic" }];
}

class Unit extends models.Model {
    _name = "raya.test.unit";

    partner_id = fields.Many2one({ relation: "raya.test.partner", string: "Customer" });

    _views = {
        search: `<search>
            <field name="partner_id"
                filter_domain="[('partner_id', 'ilike' if raw_value == self else 'child_of', raw_value)]"/>
        </search>`,
    };
}
defineMailModels();
defineModels([Partner, Unit]);

class Bar extends Component {
    static components = { SearchBar };
    static template = xml`<SearchBar/>`;
    static props = ["*"];
}

const getDomain = (bar) => new Domain(bar.env.searchModel.domain).toString();

// As the search bars of our lists look for a customer.
async function openBar(context = {}) {
    onRpc("has_group", () => true);
    return mountWithSearch(Bar, { context, resModel: "raya.test.unit", searchMenuTypes: [], searchViewId: false });
}

test("a name that is typed is looked for as a name", async () => {
    const bar = await openBar();
    await editSearch("clin");
    await contains(".o_searchview_autocomplete .o-dropdown-item:contains(Search Customer)").click();
    expect(getDomain(bar)).toBe(`[("partner_id", "ilike", "clin")]`);
});

test("a contact that is chosen is looked for with those below", async () => {
    const bar = await openBar({ search_default_partner_id: 7 });
    expect(getDomain(bar)).toBe(`[("partner_id", "child_of", 7)]`);
});
