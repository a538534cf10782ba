/** The money of approved jobs, as accountants and leaders see it. */
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
let clicks = 0;

/** Counts every click from here on. */
function countClicks() {
    clicks = 0;
    document.addEventListener("pointerdown", () => clicks++, { capture: true });
}

function atMost(most) {
    return () => {
        if (clicks < 1 || clicks > most) {
            throw new Error(`${clicks} clicks instead of ${most}`);
        }
    };
}

const isIn = (state) => ({
    content: `It is ${state}`,
    trigger: `.o_statusbar_status .o_arrow_button_current:contains('${state}')`,
});

/** From wherever one is: the applications, Service, Money. */
const openMoney = [
    { trigger: ".o_navbar_apps_menu button", run: "click" },
    { trigger: ".o-dropdown--menu .o_app[data-menu-xmlid='raya_service_base.raya_service_menu_root']", run: "click" },
    { trigger: "[data-menu-xmlid='raya_service_billing.raya_money_menu']", run: "click" },
];

const openMenu = (name) => [
    ...openMoney,
    { trigger: `.o-dropdown--menu [data-menu-xmlid='raya_service_billing.${name}']`, run: "click" },
];

tours.add("raya_accountant_invoices_job", {
    url: "/odoo",
    steps: () => [
        ...openMenu("raya_charge_unbilled_menu"),
        { content: "What waits stands there, unfolded", trigger: ".o_group_header:contains('To Bill')" },
        { content: "Of the service", trigger: ".o_data_row:contains('Repair labour'):contains('40.00')" },
        { content: "And of the part", trigger: ".o_data_row:contains('Part, real_time'):contains('70.00')" },
        { trigger: "thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_control_panel .o_raya_invoice:enabled:contains('Invoice')", run: "click" },
        { content: "What will be invoiced", trigger: ".modal [name=sentence]:contains('110.00 before taxes')" },
        { trigger: ".modal button[name=action_invoice]", run: "click" },
        { content: "What was made is told", trigger: ".o_notification:contains('Invoices made: 1')" },
        { content: "And stands there, to be looked at", trigger: ".o_form_view [name=tax_totals]:contains('126.50')" },
        isIn("Draft"),
        { trigger: "button[name=action_post]:enabled", run: "click" },
        isIn("Posted"),
        ...openMenu("raya_charge_unbilled_menu"),
        { content: "Nothing is left", trigger: ".o_nocontent_help:contains('Everything is invoiced')" },
    ],
});

/** Today as Persians write it, by the browser's own calendar; Odoo leaves the year of today out. */
function writeToday() {
    const written = { month: "long", day: "numeric", timeZone: "Asia/Tehran" };
    return new Intl.DateTimeFormat("fa-IR-u-ca-persian", written).format(new Date());
}

/** A number of a document is written in Latin digits, and stands from left to right. */
function readNumber({ anchor }) {
    const text = document.createTreeWalker(anchor, NodeFilter.SHOW_TEXT).nextNode();
    const place = (offset) => {
        const range = document.createRange();
        range.setStart(text, offset);
        range.setEnd(text, offset + 1);
        return range.getBoundingClientRect().left;
    };
    const [number] = text.data.match(/INV\/\d{4}\/\d{5}/) || [];
    if (!number) {
        throw new Error(`${text.data} is no number of an invoice`);
    }
    const first = text.data.indexOf(number);
    const places = [...number].map((_letter, index) => place(first + index));
    if (places.some((left, index) => index && left <= places[index - 1])) {
        throw new Error(`${number} does not stand from left to right`);
    }
}

function readDay({ anchor }) {
    const shown = anchor.textContent.trim();
    if (shown !== writeToday()) {
        throw new Error(`${shown} instead of ${writeToday()}`);
    }
}

tours.add("raya_accountant_invoices_job_persian", {
    url: "/odoo",
    steps: () => [
        { content: "From right to left", trigger: "body.o_rtl" },
        ...openMenu("raya_charge_unbilled_menu"),
        {
            content: "Amounts in the digits of the reader",
            trigger: ".o_data_row:contains('Repair labour'):contains('۴۰٫۰۰')",
        },
        { trigger: ".o_data_row:contains('Part, real_time'):contains('۷۰٫۰۰')" },
        { trigger: "thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_control_panel .o_raya_invoice:enabled", run: "click" },
        { content: "Also in sentences", trigger: ".modal [name=sentence]:contains('۱۱۰٫۰۰')" },
        { trigger: ".modal button[name=action_invoice]", run: "click" },
        { trigger: ".o_form_view [name=tax_totals]:contains('۱۲۶٫۵۰')" },
        { trigger: "button[name=action_post]:enabled", run: "click" },
        isIn("ثبت"),
        { content: "Its number", trigger: ".o_form_view h1 [name=name]:contains('INV/')", run: readNumber },
        { content: "Its day", trigger: ".o_form_view .o_field_widget[name=invoice_date]", run: readDay },
    ],
});

tours.add("raya_accountant_reads_voucher", {
    url: "/odoo",
    steps: () => [
        ...openMenu("raya_cost_voucher_menu"),
        { trigger: ".o_data_row:contains('80.00') td[name=name]", run: "click" },
        { content: "The approval posted it: nothing is left to do", ...isIn("Posted") },
        {
            content: "Labour, by the entry of the voucher",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains('Repair labour'):contains('50.00')",
        },
        {
            content: "The part, and by which entry",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains('Part, real_time'):contains('30.00')",
        },
        { trigger: "button[name=action_open_entries]", run: "click" },
        {
            content: "Its entry is posted",
            trigger: ".o_form_view .o_arrow_button_current:contains('Posted'), .o_data_row:contains('Posted')",
        },
    ],
});

tours.add("raya_leader_amends_job", {
    steps: () => [
        isIn("Approved"),
        { trigger: ".o_form_statusbar button:contains('Amend'):enabled", run: "click" },
        { trigger: ".modal [name=reason] textarea", run: "edit The relay was not changed." },
        { trigger: ".modal button[name=action_amend]", run: "click" },
        isIn("In Progress"),
        { content: "Which version it is", trigger: ".o_notification:contains('version 2')" },
        {
            content: "Which invoice is credited",
            trigger: ".o_notification:contains('INV/'):contains('is credited by RINV/')",
        },
        {
            content: "Which voucher is taken back",
            trigger: ".o_notification:contains('Cost voucher'):contains('is reversed')",
        },
        { content: "And why", trigger: "[name=amendment_alert]:contains('The relay was not changed.')" },
    ],
});

tours.add("raya_accountant_asks_warranty_cost", {
    url: "/odoo",
    steps: () => [
        { trigger: ".o_navbar_apps_menu button", run: countClicks },
        ...openMenu("raya_warranty_cost_menu"),
        { content: "Last month", trigger: ".o_searchview .o_facet_values" },
        { content: "Per model", trigger: ".o_pivot tbody th:contains('Refrigerator')" },
        { content: "Per part", trigger: ".o_pivot tbody tr:contains('Part, real_time'):contains('90.00')" },
        { content: "Per service", trigger: ".o_pivot tbody tr:contains('Repair labour'):contains('150.00')" },
        { content: "Per fault", trigger: ".o_pivot tbody tr:contains('T-RELAY')" },
        { content: "In all", trigger: ".o_pivot tbody tr:first:contains('Total'):contains('240.00')", run: atMost(4) },
    ],
});
