import { markup, reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";

import { applyWaiting } from "./phone_effects";
import { toBase64 } from "./phone_image";
import { PhoneQueue } from "./phone_queue";
import { MemoryStore, PhoneStore } from "./phone_store";

const EXPIRED = "odoo.http.SessionExpiredException";
const TOASTS = { done: "success", skipped: "info", conflict: "warning", failed: "danger" };

/** Whether sending again may help: no connection, nobody logged in any more, or the server had too much to do. */
export function isPassing(error) {
    const name = error.exceptionName || "";
    return error instanceof ConnectionLostError || name === EXPIRED || name.startsWith("psycopg2.");
}

/** My jobs on this phone: what the server said last, what waits to be sent, what is being typed. */
export class Phone {
    constructor(orm, notification) {
        Object.assign(this, { orm, notification });
        // Nobody else on this phone, and no other database, sends what this user did.
        this.name = `raya_my_jobs-${session.db}-${user.userId}`;
        this.state = reactive({ page: null, drafts: {}, isKept: true, isPersistent: true, isExpired: false });
        this.queueState = reactive({ operations: [], isLost: false });
    }

    /** Whether this user has opened the page on this phone before. */
    get isKnown() {
        return Boolean(browser.localStorage.getItem(this.name));
    }

    open() {
        this.opening ||= this.openStore();
        return this.opening;
    }

    async openStore() {
        this.store = new PhoneStore(this.name);
        try {
            await this.store.open();
            browser.localStorage.setItem(this.name, "1");
            this.state.isPersistent = Boolean(await navigator.storage?.persist?.());
        } catch {
            this.store = new MemoryStore();
            this.state.isKept = false;
        }
        this.queue = new PhoneQueue({
            store: this.store,
            state: this.queueState,
            send: (operation) => this.send(operation),
            isPassing,
            onAnswer: (operation, answer) => this.onAnswer(operation, answer),
        });
        await this.queue.load();
        await this.loadDrafts();
        this.state.page = (await this.store.getPage()) || null;
        browser.addEventListener("online", () => this.wake());
        document.addEventListener("visibilitychange", () => document.hidden || this.wake());
        this.queue.flush();
    }

    wake() {
        this.queue.wake();
    }

    async loadDrafts() {
        for (const draft of await this.store.getDrafts()) {
            this.state.drafts[draft.key] = draft;
        }
    }

    /** Ask the server for the jobs; without a connection those of before stay. */
    async load() {
        try {
            this.state.page = await this.orm.silent.call("raya.my.jobs", "get_jobs");
            this.queueState.isLost = false;
            await this.keepPage();
        } catch (error) {
            if (!isPassing(error)) {
                throw error;
            }
            this.notePassing(error);
        }
    }

    /**
     * What the report of a job says, as the server has it.
     *
     * @returns {Promise<Markup|null>} nothing without a connection, or while something waits to be sent
     */
    async readSummary(job) {
        await this.queue.wake();
        if (this.queue.waiting.some((operation) => operation.job_id === job.id)) {
            return null;
        }
        try {
            // The server has escaped what people wrote.
            return markup(await this.orm.silent.call("raya.my.jobs", "get_summary", [job.id]));
        } catch (error) {
            if (!isPassing(error)) {
                throw error;
            }
            this.notePassing(error);
            return null;
        }
    }

    notePassing(error) {
        this.state.isExpired = error.exceptionName === EXPIRED;
        this.queueState.isLost = true;
    }

    keepPage() {
        return this.store.putPage(JSON.parse(JSON.stringify(this.state.page)));
    }

    async send({ uuid, name, job_id, args, at }) {
        const image = args.image && (await toBase64(args.image));
        const told = { uuid, name, job_id, at, args: image ? { ...args, image } : args };
        try {
            const [answer] = await this.orm.silent.call("raya.my.jobs", "run", [[told], Date.now() / 1000]);
            this.state.isExpired = false;
            return answer;
        } catch (error) {
            if (isPassing(error)) {
                this.notePassing(error);
            }
            throw error;
        }
    }

    async onAnswer(operation, answer) {
        this.notification.add(answer.message, { type: TOASTS[answer.status], autocloseDelay: 2500 });
        if (answer.status !== "failed" && this.state.page) {
            this.replaceJob(operation.job_id, answer.job);
            await this.keepPage();
        }
        if (answer.status === "conflict") {
            await this.loadDrafts();
        }
    }

    /** A job as it stands now; one that is none of the user's any more leaves the page. */
    replaceJob(jobId, job) {
        const { jobs } = this.state.page;
        const place = jobs.findIndex((known) => known.id === jobId);
        if (place >= 0) {
            jobs.splice(place, 1, ...(job ? [job] : []));
        } else if (job) {
            jobs.push(job);
        }
    }

    /**
     * Do something on a job: it is kept first, then sent.
     *
     * @param {string} draftKey of the text that is saved by it, if any
     */
    async act(job, name, args = {}, draftKey) {
        if (draftKey) {
            delete this.state.drafts[draftKey];
        }
        const added = await this.queue.add({ name, job_id: job.id, args, draftKey }, draftKey);
        await this.queue.flush();
        if (this.queue.waiting.some((operation) => operation.uuid === added.uuid)) {
            this.notification.add(_t("Kept on this phone. It is sent when there is a connection."), {
                type: "info",
                autocloseDelay: 2500,
            });
        }
    }

    /** Keep what is being typed, letter by letter. */
    async type(draft) {
        this.state.drafts[draft.key] = draft;
        await this.store.putDraft(draft);
    }

    async forget(key) {
        delete this.state.drafts[key];
        await this.store.removeDraft(key);
    }

    /** The job with everything that waits for it. */
    show(job) {
        return applyWaiting(job, this.queue.waiting, this.state.page);
    }
}

export const phoneService = {
    dependencies: ["orm", "notification"],
    start(_env, { orm, notification }) {
        const phone = new Phone(orm, notification);
        if (phone.isKnown) {
            // What was done here yesterday is sent whichever page is opened first.
            phone.open();
        }
        return phone;
    },
};

registry.category("services").add("raya_phone", phoneService);
