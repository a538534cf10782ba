/**
 * One job in the web client, by the people who do it. Each tour is the part of
 * one of them; the test hands the record on from one to the next.
 */
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Tell the test that this is worth a picture, and hold still for it. */
function picture(name, trigger = ".o_form_view") {
    return {
        content: `Picture: ${name}`,
        trigger,
        run: async () => {
            document.activeElement.blur();
            await new Promise((resolve) => setTimeout(resolve, 600));
            console.log(`raya picture ${name}`);
            await new Promise((resolve) => setTimeout(resolve, 900));
        },
    };
}

function choose(field, text, label = text) {
    return [
        {
            content: `Look for ${text}`,
            trigger: `.o_field_widget[name=${field}] input`,
            run: `edit ${text}`,
        },
        {
            content: `Choose ${label}`,
            trigger: `.o-autocomplete--dropdown-item a:contains("${label}")`,
            run: "click",
        },
    ];
}

function press(button) {
    return { content: `Press ${button}`, trigger: `button[name=${button}]:enabled`, run: "click" };
}

function openPage(name) {
    return {
        content: `Open the page ${name}`,
        trigger: `.o_notebook .nav-link[name=${name}]`,
        run: "click",
    };
}

function addLine(field) {
    return {
        content: `Add a line to ${field}`,
        trigger: `.o_field_widget[name=${field}] .o_field_x2many_list_row_add a`,
        run: "click",
    };
}

function isIn(state) {
    return {
        content: `The document is ${state}`,
        trigger: `.o_statusbar_status .o_arrow_button_current:contains("${state}")`,
    };
}

const save = [
    { content: "Save", trigger: ".o_form_button_save", run: "click" },
    { content: "Saved", trigger: ".o_form_saved" },
];

tours.add("raya_job_operator", {
    steps: () => [
        { content: "New call", trigger: ".o_list_button_add", run: "click" },
        ...choose("asset_id", "WM8-24-0230"),
        {
            content: "Warranty is shown with its reason",
            trigger: ".o_field_widget[name=coverage_reason]:contains('36-month')",
        },
        addLine("statement_ids"),
        ...choose("symptom_id", "S-DRAIN", "Does not drain"),
        {
            content: "The customer's words",
            trigger: ".o_field_widget[name=words] textarea",
            run: "edit The water stays in the drum after washing.",
        },
        ...choose("team_id", "Washing", "Washing and Heating"),
        ...choose("user_id", "Omid", "Omid Rahimi"),
        press("action_refer"),
        isIn("Referred"),
        picture("call"),
    ],
});

tours.add("raya_job_technician", {
    steps: () => [
        press("action_create_workorder"),
        isIn("Draft"),
        press("action_start"),
        isIn("In Progress"),
        {
            content: "Answer the statement",
            trigger: ".o_field_widget[name=diagnosis_ids] .o_data_row td[name=fault_id]",
            run: "click",
        },
        ...choose("fault_id", "F-PUMP", "Drain pump"),
        openPage("services"),
        addLine("work_line_ids"),
        ...choose("operation_id", "O-PUMP", "Replace the drain pump"),
        {
            content: "Time spent",
            trigger: ".o_field_widget[name=work_line_ids] .o_field_widget[name=hours] input",
            run: "edit 1:30",
        },
        openPage("parts"),
        addLine("part_ids"),
        ...choose("product_id", "P-PUMP", "Drain Pump"),
        {
            content: "Two of them",
            trigger: ".o_field_widget[name=part_ids] .o_field_widget[name=quantity] input",
            run: "edit 2",
        },
        ...save,
        press("action_request_parts"),
        {
            content: "The warehouse was asked for both",
            trigger: ".o_field_widget[name=part_ids] td[name=supply]:contains('Ready at the Warehouse')",
        },
    ],
});

tours.add("raya_job_clerk", {
    steps: () => [press("button_validate"), isIn("Done")],
});

tours.add("raya_job_technician_report", {
    steps: () => [
        openPage("parts"),
        {
            content: "Both were issued",
            trigger: ".o_field_widget[name=part_ids] td[name=qty_held]:contains('2.00')",
        },
        {
            content: "Report what was used",
            trigger: ".o_field_widget[name=part_ids] td[name=qty_reported]",
            run: "click",
        },
        {
            content: "One of them",
            trigger: ".o_field_widget[name=part_ids] .o_field_widget[name=qty_reported] input",
            run: "edit 1",
        },
        ...save,
        press("action_return_parts"),
        { content: "Nothing more to return", trigger: ".o_form_view:not(:has(button[name=action_return_parts]))" },
    ],
});

tours.add("raya_job_technician_submit", {
    steps: () => [
        openPage("parts"),
        {
            content: "One went back",
            trigger: ".o_field_widget[name=part_ids] td[name=qty_held]:contains('0.00')",
        },
        picture("workorder"),
        press("action_open_submission"),
        { content: "The report in short", trigger: ".modal [data-section=parts]" },
        { content: "Submit it", trigger: ".modal footer button[name=action_submit]:visible", run: "click" },
        isIn("Submitted"),
    ],
});

tours.add("raya_job_supervisor", {
    steps: () => [
        press("action_approve"),
        isIn("Approved"),
        openPage("charges"),
        {
            content: "Half of the part is covered, and why",
            trigger: ".o_field_widget[name=charge_ids] td[name=reason]:contains('36-month')",
        },
        {
            content: "The labour is charged, and why",
            trigger: ".o_field_widget[name=charge_ids] td[name=reason]:contains('ended on')",
        },
        picture("charges"),
    ],
});

tours.add("raya_job_accountant", {
    steps: () => [
        picture("proforma"),
        press("action_confirm"),
        isIn("Sales Order"),
        {
            content: "Create the invoice",
            trigger: "button:contains('Create Invoice'):enabled",
            run: "click",
        },
        { content: "A regular invoice", trigger: ".modal button[name=create_invoices]", run: "click" },
        isIn("Draft"),
        press("action_post"),
        isIn("Posted"),
        picture("invoice"),
    ],
});

tours.add("raya_job_voucher", {
    steps: () => [
        isIn("Posted"),
        {
            content: "The covered share of the part",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains('Drain Pump')",
        },
        picture("voucher"),
    ],
});
