import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const card = (text) => `.o_kanban_record:contains('${text}')`;
// Nothing of the page is wider than the screen.
const fits = "body:not(:has(.o_horizontal_overflow))";

tours.add("raya_approver_decides_from_cards", {
    url: "/odoo/service-reports-to-approve",
    steps: () => [
        { content: "All that decides stands on the card", trigger: `${card("AP-TOUR-1")} [data-section=services]` },
        { trigger: `${card("AP-TOUR-1")} [data-section=coverage]` },
        {
            content: "The card is no wider than the screen",
            trigger: card("AP-TOUR-1"),
            run: ({ anchor }) => {
                if (
                    anchor.getBoundingClientRect().right > window.innerWidth ||
                    anchor.scrollWidth > anchor.clientWidth
                ) {
                    document.body.classList.add("o_horizontal_overflow");
                }
            },
        },
        { trigger: fits },
        { trigger: `${card("AP-TOUR-1")} button[name=action_approve]`, run: "click" },
        {
            content: "What is decided is off the page",
            trigger: "body:not(:has(.o_kanban_record:contains('AP-TOUR-1')))",
        },
        { trigger: `${card("AP-TOUR-2")} button:contains('Send Back')`, run: "click" },
        { trigger: ".modal [name=reason] textarea", run: "edit Which relay was it?" },
        { trigger: ".modal button[name=action_send_back]", run: "click" },
        { trigger: "body:not(:has(.modal)):not(:has(.o_kanban_record:contains('AP-TOUR-2')))" },
    ],
});

tours.add("raya_technician_submits_from_the_summary", {
    steps: () => [
        { trigger: "button[name=action_open_submission]", run: "click" },
        { content: "The report in short", trigger: ".modal [data-section=services]" },
        { trigger: ".modal footer button[name=action_submit]:visible", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".o_form_view [name=state] [aria-checked=true]:contains('Submitted')" },
    ],
});
