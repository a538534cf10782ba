/** Numbers that Odoo writes elsewhere than in fields: charts, sums, counters. */

import * as numbers from "@web/core/utils/numbers";
import { replaceExport } from "./early_exports";
import { writeNumber } from "./number_text";

for (const name of ["formatFloat", "humanNumber"]) {
    replaceExport(numbers, name, (format, ...args) => writeNumber(format(...args)));
}
