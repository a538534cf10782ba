import { Component, onWillStart, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { router } from "@web/core/browser/router";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { JobScreen } from "./job_screen";
import { operationLabel } from "./phone_words";

const HEADINGS = ["correct", "today", "waiting", "next", "submitted"];

/** The technician's page: their jobs, and one job as the steps of its work. Made for the thumb. */
export class MyJobs extends Component {
    static template = "raya_service_workorder.MyJobs";
    static components = { Layout, JobScreen };
    static props = { ...standardActionServiceProps };

    setup() {
        this.phone = useService("raya_phone");
        this.display = { controlPanel: {} };
        this.state = useState({ jobId: this.askedJob });
        onWillStart(async () => {
            await this.phone.open();
            this.shared = useStateOf(this, this.phone);
            const isLoaded = this.phone.load();
            // What was there before is shown at once.
            await (this.phone.state.page || isLoaded);
        });
    }

    /** A job in the address: so the phone's own way back leads from it to the list. */
    get askedJob() {
        return Number(new URLSearchParams(browser.location.search).get("job")) || false;
    }

    get queue() {
        return this.shared.queue;
    }

    get jobs() {
        return (this.shared.page.page?.jobs || []).map((job) => this.phone.show(job));
    }

    get job() {
        return this.jobs.find((job) => job.id === this.state.jobId);
    }

    get sections() {
        const labels = {
            correct: _t("To Correct"),
            today: _t("Today"),
            waiting: _t("Waiting for Parts"),
            next: _t("Next"),
            submitted: _t("Submitted"),
        };
        return HEADINGS.map((key) => ({
            key,
            label: labels[key],
            jobs: this.jobs.filter((job) => job.heading === key),
        })).filter((section) => section.jobs.length);
    }

    get waitingLine() {
        const { length } = this.phone.queue.waiting;
        return length ? _t("%s waiting to be sent", length) : "";
    }

    label(operation) {
        return operationLabel(operation.name);
    }

    jobName(operation) {
        return this.jobs.find((job) => job.id === operation.job_id)?.name || "";
    }

    openJob(jobId) {
        this.state.jobId = jobId;
        router.pushState({ job: jobId });
    }

    openList() {
        this.state.jobId = false;
        router.pushState({ job: undefined });
    }
}

registry.category("actions").add("raya_my_jobs", MyJobs);
