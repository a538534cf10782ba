/** Every number that a field shows. */

import { registry } from "@web/core/registry";
import * as formatters from "@web/views/fields/formatters";
import { replaceExport } from "./early_exports";
import { writeNumber } from "./number_text";

const KINDS = {
    formatFloat: "float",
    formatFloatFactor: "float_factor",
    formatFloatTime: "float_time",
    formatInteger: "integer",
    formatMonetary: "monetary",
    formatPercentage: "percentage",
};
for (const [name, kind] of Object.entries(KINDS)) {
    const replaced = replaceExport(formatters, name, (format, ...args) => writeNumber(format(...args)));
    registry.category("formatters").add(kind, replaced, { force: true });
}
