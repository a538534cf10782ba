/** Counters in the digits of the reader; counters.xml asks for them. */

import { Pager } from "@web/core/pager/pager";
import { patch } from "@web/core/utils/patch";
import { KanbanHeader } from "@web/views/kanban/kanban_header";
import { ListRenderer } from "@web/views/list/list_renderer";
import { toLatin } from "./digits";
import { writeDigits } from "./reader";

patch(Pager.prototype, {
    writeDigits,
    get value() {
        return writeDigits(super.value);
    },
    async parse(value) {
        return super.parse(toLatin(value));
    },
});
patch(ListRenderer.prototype, { writeDigits });
patch(KanbanHeader.prototype, { writeDigits });
