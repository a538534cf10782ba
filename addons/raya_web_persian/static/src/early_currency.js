/** Amounts of money that Odoo writes elsewhere than in fields. */

import * as currency from "@web/core/currency";
import { replaceExport } from "./early_exports";
import { writeNumber } from "./number_text";

replaceExport(currency, "formatCurrency", (format, ...args) => writeNumber(format(...args)));
