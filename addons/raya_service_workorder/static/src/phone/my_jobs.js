import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { JobScreen } from "./job_screen";
import { digits, mapAddress, operationLabel } from "./phone_words";

const HEADINGS = ["correct", "today", "waiting", "next", "submitted"];

/** The technician's page: their jobs, and one job as the steps of its work. Made for the thumb. */
export class MyJobs extends Component {
    static template = "raya_service_workorder.MyJobs";
    static components = { Layout, JobScreen };
    static props = { ...standardActionServiceProps };

    setup() {
        this.phone = useService("raya_phone");
        // The page has its own head: nothing stands above it that a thumb has no use for.
        this.display = {};
        this.root = useRef("root");
        this.mapAddress = mapAddress;
        // A job stands in the address: the phone's own way back leads from it to the list.
        this.state = useState({ jobId: this.props.resId || false });
        this.shared = useState(this.phone.state);
        onWillStart(async () => {
            await this.phone.open();
            const loaded = this.phone.load();
            if (!this.phone.state.page) {
                await loaded;
            }
        });
        this.queue = useState(this.phone.queueState);
        useEffect(
            () => {
                this.root.el?.parentElement.scrollTo(0, 0);
            },
            () => [this.state.jobId],
        );
    }

    get jobs() {
        return (this.shared.page?.jobs || []).map((job) => this.phone.show(job));
    }

    get job() {
        return this.jobs.find((job) => job.id === this.state.jobId);
    }

    get sections() {
        const labels = {
            correct: _t("To Correct"),
            today: _t("Today"),
            waiting: _t("Waiting"),
            next: _t("Next"),
            submitted: _t("Submitted"),
        };
        const { jobs } = this;
        return HEADINGS.map((key) => ({
            key,
            label: labels[key],
            jobs: jobs.filter((job) => job.heading === key),
        })).filter((section) => section.jobs.length);
    }

    get waiting() {
        return this.queue.operations.filter((operation) => !operation.reason);
    }

    get failed() {
        return this.queue.operations.filter((operation) => operation.reason);
    }

    get waitingLine() {
        return _t("%s waiting to be sent", digits(this.waiting.length));
    }

    count(section) {
        return digits(section.jobs.length);
    }

    label(operation) {
        return operationLabel(operation.name);
    }

    jobName(operation) {
        return this.shared.page?.jobs.find((job) => job.id === operation.job_id)?.name || "";
    }

    sendNow() {
        return this.phone.queue.wake();
    }

    retry(operation) {
        return this.phone.queue.retry(operation);
    }

    drop(operation) {
        return this.phone.queue.drop(operation);
    }

    async refresh() {
        await this.phone.queue.wake();
        await this.phone.load();
    }

    onCardKey(ev, card) {
        if (ev.key === "Enter") {
            this.openJob(card.id);
        }
    }

    openJob(jobId) {
        this.state.jobId = jobId;
        this.props.updateActionState?.({ resId: jobId });
    }
}

registry.category("actions").add("raya_my_jobs", MyJobs);
