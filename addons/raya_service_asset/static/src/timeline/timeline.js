import { Component, useState } from "@odoo/owl";
import { deserializeDate, today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { writeDigits } from "@raya_web_persian/reader";

const { DateTime } = luxon;
const SHOWN_AT_FIRST = 30;

/** The life of a record, the latest first: what its method `get_timeline` tells. */
export class RayaTimeline extends Component {
    static template = "raya_service_asset.Timeline";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ entries: [], isWhole: false });
        this.latest = new KeepLast();
        useRecordObserver((record) => this.follow(record));
    }

    /** Ask again for another record and after each save, not while somebody types. */
    async follow(record) {
        const state = `${record.resId},${record.data.write_date?.ts}`;
        if (state === this.followed) {
            return;
        }
        this.followed = state;
        this.state.entries = record.resId
            ? await this.latest.add(this.orm.call(record.resModel, "get_timeline", [[record.resId]]))
            : [];
    }

    get shown() {
        return this.state.isWhole ? this.state.entries : this.state.entries.slice(0, SHOWN_AT_FIRST);
    }

    get hiddenLabel() {
        const count = this.state.entries.length - this.shown.length;
        return count && _t("%s earlier events", writeDigits(count));
    }

    /** As date fields write it: in the calendar of the reader. */
    day(entry) {
        return deserializeDate(entry.date).toLocaleString(DateTime.DATE_MED);
    }

    isToCome(entry) {
        return deserializeDate(entry.date) > today();
    }

    open(entry) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: entry.res_model,
            res_id: entry.res_id,
            views: [[false, "form"]],
        });
    }
}

registry.category("view_widgets").add("raya_timeline", {
    component: RayaTimeline,
    fieldDependencies: [{ name: "write_date", type: "datetime" }],
});
