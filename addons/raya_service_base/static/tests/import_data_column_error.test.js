import { expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";

import { ImportDataColumnError } from "@base_import/import_data_column_error/import_data_column_error";

defineMailModels();

function refused(row, facts) {
    return { type: "error", rows: { from: row, to: row }, ...facts };
}

async function show(errors) {
    await mountWithCleanup(ImportDataColumnError, {
        props: { errors, fieldInfo: { label: "Serial Number" }, resultNames: [] },
    });
}

test("each of several refused lines of a column says why", async () => {
    await show([refused(0, { message: "The spreadsheet shortened it." }), refused(7, { message: "Enter a number." })]);
    expect("li:first").toHaveText("The spreadsheet shortened it. at row 1");
    expect("li:last").toHaveText("Enter a number. at row 8");
});

test("a value that was not found stands for itself, as in Odoo alone", async () => {
    await show([
        refused(0, { message: "No such record", value: "A" }),
        refused(1, { message: "No such record", value: "B" }),
    ]);
    expect("li:first").toHaveText("A at row 1");
});

test("a sentence that tells its row is not followed by another number", async () => {
    await show([
        refused(1, { message: "Row 2 has no code.", raya_row_told: true }),
        refused(7, { message: "Enter a number." }),
    ]);
    expect("li:first").toHaveText("Row 2 has no code.");
    expect("li:last").toHaveText("Enter a number. at row 8");
});
