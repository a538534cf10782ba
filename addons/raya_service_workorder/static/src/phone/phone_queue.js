import { reactive, toRaw } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 60_000;

/** A key that no other phone makes; pages without https have no ``randomUUID``. */
export function newUuid() {
    if (crypto.randomUUID) {
        return crypto.randomUUID();
    }
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Run a task while no other page of this browser runs it; nothing happens when one does. */
export async function underLock(name, task) {
    if (!navigator.locks) {
        await task();
        return true;
    }
    return navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
        if (lock) {
            await task();
        }
        return Boolean(lock);
    });
}

/** Whether two operations do the very same; a photo is like no other. */
function isSame(one, other) {
    const isPlain = Object.values(one.args).every((value) => typeof value !== "object");
    const what = ({ name, job_id, args }) => JSON.stringify([name, job_id, args]);
    return isPlain && what(one) === what(other);
}

/**
 * Sends what waits in a store, each operation once and in order.
 *
 * What the server refuses is parked with its reason, until the user sends it again or
 * drops it, and holds nothing up. Without a connection it is tried again, after longer and
 * longer pauses.
 */
export class PhoneQueue {
    /**
     * @param {Object} options
     * @param {Object} options.store a ``PhoneStore``, open
     * @param {Function} options.send takes an operation, gives the server's answer
     * @param {Function} options.isPassing says of an error of ``send`` whether trying again may help
     * @param {Function} [options.onAnswer] called with every operation and its answer
     * @param {Function} [options.lock] see ``underLock``
     * @param {Object} [options.state] reactive: ``operations``, and whether the connection ``isLost``
     */
    constructor({ store, send, isPassing, onAnswer = () => {}, lock = underLock, state }) {
        Object.assign(this, { store, send, isPassing, onAnswer, lock });
        this.state = state || reactive({ operations: [], isLost: false });
        this.pause = FIRST_PAUSE;
    }

    get waiting() {
        return this.state.operations.filter((operation) => !operation.reason);
    }

    get failed() {
        return this.state.operations.filter((operation) => operation.reason);
    }

    async load() {
        this.state.operations = await this.store.getOperations();
    }

    /**
     * Keep something that was done; from here on nothing loses it. It takes the place of the same that was refused.
     *
     * @returns {Promise<Object>} the operation
     */
    async add(operation, draftKey) {
        const kept = { uuid: newUuid(), at: Date.now() / 1000, reason: "", ...operation };
        for (const refused of this.failed.filter((parked) => isSame(parked, kept))) {
            await this.drop(refused);
        }
        const added = await this.store.addOperation(kept, draftKey);
        this.state.operations.push(added);
        return added;
    }

    /** Send what waits. Of several calls at once one sends, and sends what came meanwhile as well. */
    async flush() {
        this.isWanted = true;
        if (this.isFlushing) {
            return this.isFlushing;
        }
        this.isFlushing = this.flushWanted().finally(() => (this.isFlushing = null));
        return this.isFlushing;
    }

    async flushWanted() {
        browser.clearTimeout(this.timer);
        while (this.isWanted) {
            this.isWanted = false;
            if (!(await this.lock(this.store.name || "raya", () => this.sendAll()))) {
                // Another page of this browser sends.
                return this.tryLater();
            }
        }
    }

    async sendAll() {
        await this.load();
        for (let next; (next = this.waiting[0]);) {
            if (!(await this.sendOne(next))) {
                return this.tryLater();
            }
            // Another page may have added something.
            await this.load();
        }
        this.state.isLost = false;
        this.pause = FIRST_PAUSE;
    }

    /** Send one; false when it has to wait. */
    async sendOne(operation) {
        let answer;
        try {
            answer = await this.send(operation);
        } catch (error) {
            if (this.isPassing(error)) {
                this.state.isLost = true;
                return false;
            }
            answer = { status: "failed", message: error.data?.message || error.message || String(error) };
        }
        if (answer.status === "failed") {
            await this.park(operation, answer.message || "?");
        } else {
            await this.store.removeOperation(operation.number, this.getDraft(operation, answer));
        }
        await this.load();
        this.onAnswer(operation, answer);
        return true;
    }

    /** Operations with a reason wait for the user, those without one for the connection. */
    park(operation, reason) {
        // A store keeps no proxies.
        return this.store.putOperation({ ...toRaw(operation), reason });
    }

    /** Words that stand against those of somebody else, until the user chooses. */
    getDraft(operation, answer) {
        return (
            answer.status === "conflict" &&
            operation.draftKey && {
                key: operation.draftKey,
                text: operation.args.text,
                base: answer.theirs,
                isConflict: true,
            }
        );
    }

    tryLater() {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.flush(), this.pause);
        this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
    }

    /** The connection is back: no need to wait for the end of the pause. */
    wake() {
        this.pause = FIRST_PAUSE;
        return this.flush();
    }

    /** Send a parked operation again. It keeps its key: what the server did is not done twice. */
    async retry(operation) {
        await this.park(operation, "");
        await this.load();
        return this.flush();
    }

    /** Give up a parked operation. */
    async drop(operation) {
        await this.store.removeOperation(operation.number);
        await this.load();
    }

    stop() {
        browser.clearTimeout(this.timer);
    }
}
