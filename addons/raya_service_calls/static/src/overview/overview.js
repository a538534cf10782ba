import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { user } from "@web/core/user";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { writeDigits } from "@raya_web_persian/reader";
import { Readiness } from "@raya_service_base/readiness/readiness";

/** The manager's first page: what is open, late and coming again, and what is not set up yet. */
export class ServiceOverview extends Component {
    static template = "raya_service_calls.ServiceOverview";
    static components = { Layout, Readiness };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ tiles: [], isManager: false });
        this.display = { controlPanel: {} };
        this.writeDigits = writeDigits;
        onWillStart(async () => {
            const manager = user.hasGroup("raya_service_base.group_service_manager");
            const tiles = this.orm.call("raya.overview", "get_tiles", []);
            Object.assign(this.state, { isManager: await manager, tiles: await tiles });
        });
    }

    open(tile) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: tile.label,
            res_model: tile.model,
            domain: tile.domain,
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }
}

registry.category("actions").add("raya_service_overview", ServiceOverview);
