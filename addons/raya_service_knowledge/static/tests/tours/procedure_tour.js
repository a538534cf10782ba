/**
 * A procedure, written and published by an editor, read by a technician. Each
 * tour is the part of one of them.
 */
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function press(button) {
    return { content: `Press ${button}`, trigger: `button[name=${button}]:enabled`, run: "click" };
}

function isIn(state) {
    return {
        content: `The version is ${state}`,
        trigger: `.o_statusbar_status .o_arrow_button_current:contains(${state})`,
    };
}

tours.add("raya_procedure_write", {
    steps: () => [
        { content: "Begin a procedure", trigger: ".o_list_button_add", run: "click" },
        {
            content: "Name it",
            trigger: ".o_field_widget[name=name] :is(input, textarea)",
            run: "edit Change the start relay of a tour",
        },
        { content: "Code it", trigger: ".o_field_widget[name=code] input", run: "edit P-TOUR" },
        { content: "Save it", trigger: ".o_form_button_save", run: "click" },
        press("action_new_version"),
        isIn("Draft"),
        {
            content: "Write the text",
            trigger: ".o_field_widget[name=body] .odoo-editor-editable",
            run: "editor Unplug the appliance and wait.",
        },
        { content: "Go to the steps", trigger: ".o_notebook .nav-link[name=steps]", run: "click" },
        {
            content: "Add a step",
            trigger: ".o_field_widget[name=step_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "It is a measurement",
            trigger: ".modal .o_field_widget[name=kind] :is(select, input)",
            run: "click",
        },
        {
            content: "Choose it",
            trigger: ".o_select_menu_menu .o_select_menu_item:contains(Measure)",
            run: "click",
        },
        {
            content: "Say what to measure",
            trigger: ".modal .o_field_widget[name=instruction] textarea",
            run: "edit Measure the winding",
        },
        { content: "In a unit", trigger: ".modal .o_field_widget[name=unit] input", run: "edit Ohm" },
        { content: "That is the step", trigger: ".modal .o_form_button_save", run: "click" },
        {
            content: "It is in the list",
            trigger: ".o_field_widget[name=step_ids] .o_data_row:contains(Measure the winding):contains(Ohm)",
        },
        press("action_submit"),
        isIn("In Review"),
        press("action_publish"),
        isIn("Published"),
    ],
});

tours.add("raya_procedure_read", {
    steps: () => [
        {
            content: "Open what is to be read",
            trigger: ".o_data_row:contains(start relay of a tour) .o_data_cell[name=procedure_id]",
            run: "click",
        },
        {
            content: "Read the text",
            trigger: ".o_field_widget[name=body]:contains(Unplug the appliance and wait)",
        },
        {
            content: "Read the step",
            trigger: ".o_field_widget[name=step_ids]:contains(Measure the winding)",
        },
        press("action_acknowledge"),
        {
            content: "It is read",
            trigger: ".o_statusbar_buttons:not(:has(button[name=action_acknowledge]))",
        },
        press("action_not_helped"),
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name=remark] textarea",
            run: "edit The plug is on the left",
        },
        press("action_send"),
        {
            content: "Go back",
            trigger: "body:not(:has(.modal)) .o_back_button, body:not(:has(.modal)) .breadcrumb-item a",
            run: "click",
        },
        {
            content: "It is to be read no longer",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(start relay of a tour)))",
        },
    ],
});
