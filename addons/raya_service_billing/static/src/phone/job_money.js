import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

import { JobScreen } from "@raya_service_workorder/phone/job_screen";
import { isPassing } from "@raya_service_workorder/phone/phone_service";

/** What a job costs the customer, told when somebody asks, and a payment that is taken on site. */
export class JobMoney extends Component {
    static template = "raya_service_billing.JobMoney";
    static props = { job: Object };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ told: null, isAsking: false, isLost: false });
        // Whatever is done on a job may change its price: no old one is shown to a customer.
        onWillUpdateProps(({ job }) => {
            if (job !== this.props.job) {
                this.state.told = null;
            }
        });
    }

    async ask() {
        this.state.isAsking = true;
        try {
            this.state.told = await this.orm.silent.call("raya.my.jobs", "get_money", [this.props.job.id]);
            this.state.isLost = false;
        } catch (error) {
            if (!isPassing(error)) {
                throw error;
            }
            this.state.isLost = true;
        } finally {
            this.state.isAsking = false;
        }
    }

    owedLabel(payer) {
        return _t("%s owes, with taxes", payer.name);
    }

    take() {
        return this.action.doAction("raya_service_billing.raya_field_payment_taking_action", {
            additionalContext: { active_model: "raya.workorder", active_id: this.props.job.id },
            // The dialog is gone only when this is over. Its receipt takes the place of this page, to which no answer comes.
            onClose: () => {
                this.ask();
            },
        });
    }
}

JobScreen.components.JobMoney = JobMoney;
