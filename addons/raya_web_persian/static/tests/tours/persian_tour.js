import { registry } from "@web/core/registry";

/** This month as the browser itself writes it in Persian: "آذر ۱۴۰۵". */
function thisMonth() {
    const written = new Intl.DateTimeFormat("fa-IR-u-ca-persian", {
        timeZone: "Asia/Tehran",
        year: "numeric",
        month: "long",
    });
    const parts = Object.fromEntries(written.formatToParts(new Date()).map(({ type, value }) => [type, value]));
    return `${parts.month} ${parts.year}`;
}

/**
 * A day and hours are entered as Persians type them, then found by this month and grouped by month.
 * The list is one of the test's own.
 */
const enter = (month) => [
    { content: "A new record", trigger: ".o_list_button_add, .o-kanban-button-new", run: "click" },
    { content: "Its day", trigger: ".o_field_widget[name=name] :is(input, button)", run: "click" },
    {
        content: "The pop-up is a month of the calendar",
        trigger: `.o_datetime_picker .o_header_part:contains(${month})`,
    },
    {
        content: "The first of this month, typed",
        trigger: ".o_field_widget[name=name] input",
        run: "edit ۱ && press Tab",
    },
    {
        content: "Half an hour, typed",
        trigger: ".o_field_widget[name=rate] input",
        run: "edit ۰:۳۰ && press Tab",
    },
    { content: "Save", trigger: ".o_form_button_save:not(:hidden)", run: "click" },
    {
        content: "It is saved",
        trigger: ".o_form_saved:not(:visible), .o_form_view:not(:has(.o_form_button_save:visible))",
    },
    { content: "Back to the list", trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
];
const filter = (month) => [
    { content: "The filters", trigger: ".o_searchview_dropdown_toggler", run: "click" },
    { content: "By day", trigger: ".o_filter_menu .o_accordion_toggle", run: "click" },
    { content: "This month", trigger: ".o_filter_menu .o_item_option:eq(0)", run: "click" },
    { content: "It is a month of the calendar", trigger: `.o_searchview_facet:contains(${month})` },
    { content: "Groups", trigger: ".o_group_by_menu .o_accordion_toggle", run: "click" },
    { content: "By month", trigger: ".o_group_by_menu .o_item_option:eq(2)", run: "click" },
    {
        content: "One group, with its record",
        trigger: `.o_group_header:contains(${month})`,
        run() {
            const groups = [...document.querySelectorAll(".o_group_header .o_group_name")].map(
                (group) => group.innerText,
            );
            if (groups.length !== 1 || !/\(۱\)/.test(groups[0])) {
                throw new Error(`One record of this month, and none of the month before: ${groups}`);
            }
        },
    },
];
const openSearch = { content: "Search", trigger: ".o_control_panel_navigation button:has(.fa-search)", run: "click" };

registry.category("web_tour.tours").add("raya_web_persian", {
    steps: () => [...enter(thisMonth()), ...filter(thisMonth())],
});
registry.category("web_tour.tours").add("raya_web_persian_phone", {
    steps: () => [...enter(thisMonth()), openSearch, ...filter(thisMonth())],
});
