import { registry } from "@web/core/registry";

const waiting = ".o_raya_queue .o_raya_card:contains('Tour Customer')";
/** The cells of a technician, from the first day on. */
const cell = (name, day = 1) => `.o_raya_name:contains('${name}')${" + .o_raya_cell".repeat(day)}`;
const planned = (name, day) => `${cell(name, day)} .o_raya_own:contains('Tour Customer')`;
const said = (text) => ({ trigger: `.o_raya_line[aria-live=polite] .o_raya_said:contains('${text}')` });
const refused = (text) => ({ trigger: `.o_raya_said.text-danger:contains('${text}')` });
const to =
    (target) =>
    ({ drag_and_drop }) =>
        drag_and_drop(target, { position: { left: 30, top: 30 }, relative: true });
// All its days are still to come.
const nextWeek = [
    { trigger: ".o_raya_week_grid" },
    { trigger: ".o_raya_next", run: "click" },
    { trigger: ".o_raya_week_grid:not(:has(.o_raya_is_today))" },
];

registry.category("web_tour.tours").add("raya_board_by_mouse", {
    url: "/odoo/service-board",
    steps: () => [
        ...nextWeek,
        { content: "A job is drawn to a day", trigger: waiting, run: to(cell("Tour Tech", 2)) },
        { trigger: planned("Tour Tech", 2) },
        said("Tour Tech"),
        { content: "To another day", trigger: planned("Tour Tech", 2), run: to(cell("Tour Tech", 3)) },
        { trigger: planned("Tour Tech", 3) },
        { content: "Whoever is on leave", trigger: planned("Tour Tech", 3), run: to(cell("Tour Mate", 3)) },
        refused("Tour Mate is on leave"),
        { content: "Nothing has moved", trigger: planned("Tour Tech", 3) },
        { content: "Goes in an emergency", trigger: ".o_raya_force", run: "click" },
        { trigger: `${planned("Tour Mate", 3)}:has(.fa-bolt)` },
        { content: "Somebody else takes it", trigger: planned("Tour Mate", 3), run: to(cell("Tour Tech", 4)) },
        { content: "Back to the list", trigger: planned("Tour Tech", 4), run: to(".o_raya_queue") },
        { trigger: waiting },
        { trigger: ".o_raya_head:eq(1)", run: "click" },
        { trigger: ".o_raya_day_grid" },
        {
            content: "A day is suggested",
            trigger: `${".o_raya_name:contains('Tour Tech')"} .o_raya_suggest`,
            run: "click",
        },
        { trigger: ".modal .list-group-item:contains('Tour Customer'):contains('08:00')" },
        { trigger: ".o_raya_accept", run: "click" },
        said("The day is planned"),
        {
            content: "It is drawn longer",
            trigger: `${planned("Tour Tech")} .o_raya_resize`,
            run: ({ drag_and_drop }) =>
                drag_and_drop(planned("Tour Tech"), { position: { left: 180, top: 20 }, relative: true }),
        },
        { trigger: `${planned("Tour Tech")} .o_raya_time:contains('08:00–10:30')` },
    ],
});

registry.category("web_tour.tours").add("raya_board_by_keyboard", {
    url: "/odoo/service-board",
    steps: () => [
        ...nextWeek,
        {
            content: "P plans",
            trigger: waiting,
            run({ anchor, press }) {
                anchor.focus();
                return press("p");
            },
        },
        { trigger: ".modal #raya_board_user", run: "selectByLabel Tour Tech" },
        {
            content: "The first day that is shown",
            trigger: ".modal #raya_board_date",
            run: ({ select }) => select(document.querySelector(".o_raya_cell").dataset.day),
        },
        { trigger: ".modal #raya_board_minute", run: "selectByLabel 09:30" },
        { trigger: ".modal .o_raya_save", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        said("09:30"),
        { trigger: ".o_raya_own:contains('Tour Customer')", run: ({ anchor }) => anchor.focus() },
        { content: "Alt and an arrow move to the next day", trigger: ".o_raya_own:focus", run: "press alt+ArrowRight" },
        { trigger: `${planned("Tour Tech", 2)}:focus:contains('09:30')` },
        { content: "And to somebody else, who is on leave", trigger: ".o_raya_own:focus", run: "press alt+ArrowUp" },
        refused("Tour Mate is on leave"),
        { trigger: ".o_raya_own:contains('Tour Customer')", run: ({ anchor }) => anchor.focus() },
        { content: "Enter opens", trigger: ".o_raya_own:focus", run: "press Enter" },
        { trigger: ".o_form_view .oe_title:contains('VIS/')" },
    ],
});

registry.category("web_tour.tours").add("raya_board_in_persian", {
    url: "/odoo/service-board",
    steps: () => [
        { trigger: ".o_rtl .o_raya_week_grid" },
        { trigger: ".o_raya_next", run: "click" },
        { trigger: ".o_raya_week_grid:not(:has(.o_raya_is_today))" },
        { trigger: ".o_raya_head:eq(1)", run: "click" },
        { trigger: ".o_raya_day_grid" },
        {
            content: "An hour and a half from the right, where the day begins",
            trigger: waiting,
            run({ drag_and_drop }) {
                const track = document.querySelector(".o_raya_track").getBoundingClientRect();
                return drag_and_drop(cell("Tour Tech"), {
                    position: { left: track.width - 108, top: 20 },
                    relative: true,
                });
            },
        },
        { trigger: `${planned("Tour Tech")} .o_raya_time:contains('۰۹:۳۰')` },
    ],
});

registry.category("web_tour.tours").add("raya_board_on_the_phone", {
    url: "/odoo/service-board",
    steps: () => [
        { trigger: ".o_raya_tab_queue .badge:contains('1')", run: "click" },
        { trigger: ".o_raya_queue .o_raya_card:contains('Tour Customer') .o_raya_plan", run: "click" },
        { trigger: ".modal #raya_board_user", run: "selectByLabel Tour Tech" },
        { trigger: ".modal #raya_board_date", run: "selectByIndex 1" },
        { trigger: ".modal .o_raya_save", run: "click" },
        said("Tour Tech"),
        { trigger: ".o_raya_tab_queue .badge:contains('0')" },
    ],
});

registry.category("web_tour.tours").add("raya_visit_three_taps", {
    url: "/odoo/service-visits",
    steps: () => [
        { trigger: ".o_kanban_record:contains('Tour Customer')", run: "click" },
        { content: "One", trigger: "button[name=action_on_my_way]", run: "click" },
        { content: "Two", trigger: "button[name=action_arrive]", run: "click" },
        { content: "Three", trigger: "button[name=action_done]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Done'), .o_statusbar_status:contains('Done')" },
        { trigger: ".o_field_widget[name=outcome]:contains('Done')" },
    ],
});
