/** The life of a unit on one page; an event leads to its document. */
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("raya_asset_timeline", {
    steps: () => [
        {
            content: "The unit is found by its owner's telephone number",
            trigger: ".o_searchview_input",
            run: "edit 0912 555 0101",
        },
        { content: "Search", trigger: ".o_searchview_autocomplete .o-dropdown-item:first", run: "click" },
        { content: "Open its file", trigger: ".o_data_row:contains(RF-TOUR) .o_data_cell", run: "click" },
        { content: "What is to come is said", trigger: ".o_raya_to_come[data-kind=warranty]:contains(to come)" },
        { content: "The sale is part of its life", trigger: ".o_raya_entry[data-kind=sale]:contains(Sold)" },
        { content: "So is its call", trigger: ".o_raya_entry[data-kind=call] button", run: "click" },
        { content: "The call is open", trigger: ".o_form_view:has(.o_field_widget[name=statement_ids])" },
    ],
});
