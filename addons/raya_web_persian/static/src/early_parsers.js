/** Every number that people type into a field or the search bar. */

import { registry } from "@web/core/registry";
import * as parsers from "@web/views/fields/parsers";
import { replaceExport } from "./early_exports";
import { isMeantPersian, READERS } from "./number_text";

const KINDS = {
    parseFloat: ["float"],
    parseInteger: ["integer", "many2one_reference"],
    parseFloatTime: ["float_time"],
    parsePercentage: ["percentage"],
    parseMonetary: ["monetary"],
};
for (const [name, read] of Object.entries(READERS)) {
    const replaced = replaceExport(parsers, name, (parse, text, ...args) =>
        isMeantPersian(text) ? read(parse, text, ...args) : parse(text, ...args),
    );
    for (const kind of KINDS[name]) {
        registry.category("parsers").add(kind, replaced, { force: true });
    }
}
