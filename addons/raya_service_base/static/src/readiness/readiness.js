import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** What is set up and what is missing, each with the way to it. */
export class Readiness extends Component {
    static template = "raya_service_base.Readiness";
    static props = { "*": true };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ rows: [] });
        onWillStart(async () => {
            this.state.rows = await this.orm.call("raya.readiness", "get_rows", []);
        });
    }

    verdict(row) {
        return row.is_ready ? _t("Set") : _t("Missing");
    }

    open(row) {
        return this.action.doAction(row.action);
    }
}

export const readinessWidget = { component: Readiness, extractProps: () => ({}) };

registry.category("view_widgets").add("raya_readiness", readinessWidget);
