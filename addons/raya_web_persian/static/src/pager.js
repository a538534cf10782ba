/** Counters in the digits of the reader. */

import { Pager } from "@web/core/pager/pager";
import { patch } from "@web/core/utils/patch";
import { toLatin } from "./digits";
import { writeDigits } from "./reader";

patch(Pager.prototype, {
    get value() {
        return writeDigits(super.value);
    },
    async parse(value) {
        return super.parse(toLatin(value));
    },
});
