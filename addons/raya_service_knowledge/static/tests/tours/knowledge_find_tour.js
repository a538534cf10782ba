/** Knowledge found in Persian, typed with Arabic letters, from right to left. */
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("raya_knowledge_find", {
    steps: () => [
        { content: "Persian runs from right to left", trigger: "body.o_rtl" },
        {
            content: "Type the words in another order, with Arabic letters and no half-space",
            trigger: "#raya_words",
            run: "edit استارتي رله تعويض",
        },
        {
            content: "Open the procedure",
            trigger: "section[data-model='raya.procedure'] .o_raya_found:contains(تعویض رلهٔ استارتی)",
            run: "click",
        },
        {
            content: "Read and understood",
            trigger: "button[name=action_acknowledge]:enabled",
            run: "click",
        },
        {
            content: "It is read",
            trigger: ".o_statusbar_buttons:not(:has(button[name=action_acknowledge]))",
        },
    ],
});

tours.add("raya_knowledge_suggest", {
    steps: () => [
        { content: "A word of the customer", trigger: "#raya_words", run: "edit cool" },
        {
            content: "The customer says this",
            trigger: "section[data-model='raya.symptom'] .o_raya_card:contains(Does not cool in a tour) .o_raya_add",
            run: "click",
        },
        {
            content: "It is probably this fault, and how much that is worth is said",
            trigger: ".o_raya_suggestions .list-group-item:contains(Relay of a tour):contains(declared weight 8)",
            run: "click",
        },
        {
            content: "The fault is open",
            trigger: ".o_form_view .o_field_widget[name=code]:contains(T-TOUR), .o_form_view:has(input)",
        },
    ],
});

/** A group opens where it stands, and what was found for a product stays so. */
tours.add("raya_knowledge_show_all", {
    steps: () => [
        { content: "Choose the product", trigger: ".o_raya_product input", run: "edit Fridge of a tour" },
        {
            content: "There it is",
            trigger: ".o-autocomplete--dropdown-item:contains(Fridge of a tour)",
            run: "click",
        },
        { content: "Type a word", trigger: "#raya_words", run: "edit zebra" },
        {
            content: "The first of them are cards",
            trigger: "section[data-model='raya.fault']:not(:has(.o_raya_card:eq(8))) .o_raya_card:eq(7)",
        },
        { content: "Show all", trigger: "section[data-model='raya.fault'] .o_raya_more", run: "click" },
        {
            content: "All of them stand on this page, and none of another product",
            trigger:
                "section[data-model='raya.fault']:not(:has(.o_raya_more)):not(:contains(Zebra elsewhere)) .o_raya_card:eq(9)",
        },
    ],
});
