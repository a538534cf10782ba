import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const row = (text) => `.o_data_row:contains('${text}')`;

tours.add("raya_dispatcher_refers", {
    url: "/odoo/service-dispatch",
    steps: () => [
        { content: "Who fits best is proposed", trigger: `${row("RF-TOUR-1")}:contains('Desk Team')` },
        { trigger: `${row("RF-TOUR-1")} .o_list_record_selector input`, run: "click" },
        { trigger: `${row("RF-TOUR-2")} .o_list_record_selector input`, run: "click" },
        { trigger: "button[name=action_send].btn-primary", run: "click" },
        { content: "What is referred is off the list", trigger: "body:not(:has(.o_data_row:contains('RF-TOUR')))" },
        { trigger: ".o_list_view" },
    ],
});

tours.add("raya_technician_declines", {
    url: "/odoo/action-raya_service_calls.raya_call_todo_action",
    steps: () => [
        { trigger: `${row("RF-TOUR-1")} [name=asset_id]`, run: "click" },
        { content: "Whoever is asked may take it", trigger: "button[name=action_accept_referral]" },
        { trigger: ".o_statusbar_buttons button:contains('Decline')", run: "click" },
        { content: "Without a reason nothing happens", trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: ".modal [name=reason].o_field_invalid" },
        { trigger: ".modal [name=reason] textarea", run: "edit I am in Karaj until the evening." },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { content: "Nobody is asked any longer", trigger: "body:not(:has(.modal))" },
        { trigger: ".o_form_view [name=referral_state]:contains('Declined')" },
        { trigger: "body:not(:has(button[name=action_accept_referral]))" },
    ],
});
