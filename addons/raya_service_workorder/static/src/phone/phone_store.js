/**
 * What somebody did and typed on this phone and the server does not have yet.
 *
 * Odoo's own ``IndexedDB`` is a cache that may vanish; this is a store: nothing leaves it unless it is said so.
 */

const VERSION = 1;
const STRICT = { durability: "strict" };

/** Wait for a request of IndexedDB. */
function answer(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

/** Wait until everything of a transaction is written. */
function written(transaction) {
    return new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
        transaction.onerror = () => reject(transaction.error);
    });
}

/** What is being typed there is younger than what was sent. */
function latestDraft(typed, draft) {
    return typed && !typed.isConflict ? { ...draft, text: typed.text } : draft;
}

export class PhoneStore {
    /** @param {string} name of one user of one database: nobody else sends what they did */
    constructor(name) {
        this.name = name;
    }

    /** Open the store; throws where the browser keeps nothing, as some do in private windows. */
    async open() {
        const request = indexedDB.open(this.name, VERSION);
        request.onupgradeneeded = () => {
            const operations = request.result.createObjectStore("operations", {
                keyPath: "number",
                autoIncrement: true,
            });
            operations.createIndex("uuid", "uuid", { unique: true });
            request.result.createObjectStore("drafts", { keyPath: "key" });
            request.result.createObjectStore("pages");
        };
        this.db = await answer(request);
        // Another page of a newer version must not wait for this one.
        this.db.onversionchange = () => this.close();
    }

    close() {
        this.db?.close();
        this.db = null;
    }

    /** What waits, in the order in which it was done. */
    async getOperations() {
        return answer(this.db.transaction("operations").objectStore("operations").getAll());
    }

    /**
     * Keep an operation; the draft that it was made of is gone in the same moment.
     *
     * @returns {Promise<Object>} the operation with its number
     */
    async addOperation(operation, draftKey) {
        const transaction = this.db.transaction(["operations", "drafts"], "readwrite", STRICT);
        const added = transaction.objectStore("operations").add(operation);
        if (draftKey) {
            transaction.objectStore("drafts").delete(draftKey);
        }
        await written(transaction);
        return { ...operation, number: added.result };
    }

    async putOperation(operation) {
        const transaction = this.db.transaction("operations", "readwrite", STRICT);
        transaction.objectStore("operations").put(operation);
        await written(transaction);
    }

    /** The operation is with the server, or given up; what is still to decide about its text becomes a draft. */
    async removeOperation(number, draft) {
        const transaction = this.db.transaction(["operations", "drafts"], "readwrite", STRICT);
        transaction.objectStore("operations").delete(number);
        if (draft) {
            const drafts = transaction.objectStore("drafts");
            const typed = drafts.get(draft.key);
            typed.onsuccess = () => drafts.put(latestDraft(typed.result, draft));
        }
        await written(transaction);
    }

    async getDrafts() {
        return answer(this.db.transaction("drafts").objectStore("drafts").getAll());
    }

    async putDraft(draft) {
        const transaction = this.db.transaction("drafts", "readwrite", STRICT);
        transaction.objectStore("drafts").put(draft);
        await written(transaction);
    }

    async removeDraft(key) {
        const transaction = this.db.transaction("drafts", "readwrite", STRICT);
        transaction.objectStore("drafts").delete(key);
        await written(transaction);
    }

    /** The page as the server gave it last. */
    async getPage() {
        return answer(this.db.transaction("pages").objectStore("pages").get("jobs"));
    }

    async putPage(page) {
        const transaction = this.db.transaction("pages", "readwrite");
        transaction.objectStore("pages").put(page, "jobs");
        await written(transaction);
    }
}

/** A store that lasts as long as the page: where the browser keeps nothing, the page says so. */
export class MemoryStore {
    operations = [];
    drafts = new Map();
    page = undefined;
    last = 0;

    async open() {}
    close() {}

    async getOperations() {
        return [...this.operations];
    }

    async addOperation(operation, draftKey) {
        const kept = { ...operation, number: ++this.last };
        this.operations.push(kept);
        this.drafts.delete(draftKey);
        return kept;
    }

    async putOperation(operation) {
        this.operations = this.operations.map((kept) => (kept.number === operation.number ? operation : kept));
    }

    async removeOperation(number, draft) {
        this.operations = this.operations.filter((kept) => kept.number !== number);
        if (draft) {
            this.drafts.set(draft.key, latestDraft(this.drafts.get(draft.key), draft));
        }
    }

    async getDrafts() {
        return [...this.drafts.values()];
    }

    async putDraft(draft) {
        this.drafts.set(draft.key, draft);
    }

    async removeDraft(key) {
        this.drafts.delete(key);
    }

    async getPage() {
        return this.page;
    }

    async putPage(page) {
        this.page = page;
    }
}
