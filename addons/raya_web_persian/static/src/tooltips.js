/** A date in the reader's calendar tells the other one where one points at it. */

import { patch } from "@web/core/utils/patch";
import { DateTimeField } from "@web/views/fields/datetime/datetime_field";
import { ListRenderer } from "@web/views/list/list_renderer";
import { isSolar } from "./reader";

/** The day by the Gregorian calendar, in digits that nobody takes for the other one. */
function gregorian(moment) {
    return moment.toFormat("yyyy/MM/dd", { numberingSystem: "latn" });
}

patch(DateTimeField.prototype, {
    getFormattedValue(valueIndex, numeric) {
        const text = super.getFormattedValue(...arguments);
        // Odoo asks for the numeric form for its tooltip alone.
        return isSolar() && numeric && text ? `${text} (${gregorian(this.values[valueIndex])})` : text;
    },
});

patch(ListRenderer.prototype, {
    getCellTitle(column, record) {
        const title = super.getCellTitle(...arguments);
        const value = record.data[column.name];
        const isDate = ["date", "datetime"].includes(this.fields[column.name]?.type);
        if (!isSolar() || !isDate || !value) {
            return title;
        }
        return `${this.getFormattedValue(column, record)} (${gregorian(value)})`;
    },
});
