import { after, describe, expect, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";

import { newUuid, PhoneQueue } from "@raya_service_workorder/phone/phone_queue";
import { MemoryStore, PhoneStore } from "@raya_service_workorder/phone/phone_store";

describe.current.tags("headless");

let number = 0;

class Lost extends Error {}

async function openStore(name = `raya_test_${Date.now()}_${number++}`) {
    const store = new PhoneStore(name);
    await store.open();
    after(() => {
        store.close();
        indexedDB.deleteDatabase(name);
    });
    return store;
}

const alone = async (_name, task) => {
    await task();
    return true;
};

/** A queue whose server answers as the function says. */
function makeQueue(store, send, options = {}) {
    const queue = new PhoneQueue({ store, send, isPassing: (error) => error instanceof Lost, lock: alone, ...options });
    after(() => queue.stop());
    return queue;
}

const names = (operations) => operations.map((operation) => operation.name);
const say = (text, draftKey = "7:finding") => ({ name: "write_text", args: { text, base: "" }, draftKey });

for (const makeStore of [openStore, async () => new MemoryStore()]) {
    const kind = makeStore === openStore ? "kept" : "in memory";

    test(`what was done is there in its order after a reload (${kind})`, async () => {
        const store = await makeStore();
        const queue = makeQueue(store, () => Promise.reject(new Lost()));
        await queue.add({ name: "arrive", args: {} });
        await queue.add(say("dry"));
        await queue.flush();
        expect(queue.state.isLost).toBe(true);

        const again = makeQueue(store, () => {});
        await again.load();
        expect(names(again.waiting)).toEqual(["arrive", "write_text"]);
        expect(again.failed).toEqual([]);
    });

    test(`a draft goes when it becomes an operation, in the same moment (${kind})`, async () => {
        const store = await makeStore();
        await store.putDraft({ key: "7:finding", text: "d", base: "" });
        await store.putDraft({ key: "8:finding", text: "other", base: "" });
        await makeQueue(store, () => {}).add(say("dry"), "7:finding");
        expect((await store.getDrafts()).map((draft) => draft.key)).toEqual(["8:finding"]);
    });

    test(`words of somebody else leave mine as a draft (${kind})`, async () => {
        const store = await makeStore();
        const queue = makeQueue(store, async () => ({ status: "conflict", theirs: "wet" }));
        await queue.add(say("dry"));
        await queue.flush();
        expect(await store.getDrafts()).toEqual([{ key: "7:finding", text: "dry", base: "wet", isConflict: true }]);
        expect(queue.waiting).toEqual([]);
    });

    test(`what is being typed stays when older words stand against others (${kind})`, async () => {
        const store = await makeStore();
        const queue = makeQueue(store, async () => ({ status: "conflict", theirs: "wet" }));
        await queue.add(say("dry"));
        await store.putDraft({ key: "7:finding", text: "dry and hot", base: "dry" });
        await queue.flush();
        expect(await store.getDrafts()).toEqual([
            { key: "7:finding", text: "dry and hot", base: "wet", isConflict: true },
        ]);
        await queue.add(say("cold"));
        await queue.flush();
        expect((await store.getDrafts())[0].text).toBe("cold", { message: "the later of two that were sent" });
    });
}

test("another user of the same phone finds nothing", async () => {
    const mine = await openStore();
    await makeQueue(mine, () => {}).add({ name: "arrive", args: {} });
    const theirs = await openStore();
    expect(await theirs.getOperations()).toEqual([]);
});

test("the page of before is there without a connection", async () => {
    const store = await openStore();
    expect(await store.getPage()).toBe(undefined);
    await store.putPage({ jobs: [{ id: 7 }] });
    expect(await store.getPage()).toEqual({ jobs: [{ id: 7 }] });
});

test("a photo is kept as what it is", async () => {
    const store = await openStore();
    await makeQueue(store, () => {}).add({
        name: "add_photo",
        args: { image: new Blob(["x"], { type: "image/png" }) },
    });
    const [kept] = await store.getOperations();
    expect(kept.args.image.type).toBe("image/png");
    expect(await kept.args.image.text()).toBe("x");
});

test("each operation is sent once and in order, also what comes meanwhile", async () => {
    const sent = [];
    const queue = makeQueue(await openStore(), async (operation) => {
        sent.push(operation.name);
        if (operation.name === "arrive") {
            await queue.add({ name: "leave", args: {} });
        }
        return { status: "done" };
    });
    await queue.add({ name: "on_my_way", args: {} });
    await queue.add({ name: "arrive", args: {} });
    await Promise.all([queue.flush(), queue.flush(), queue.flush()]);
    expect(sent).toEqual(["on_my_way", "arrive", "leave"]);
    expect(await queue.store.getOperations()).toEqual([]);
});

test("without a connection the pauses grow to a minute; the same key is sent again", async () => {
    const keys = [];
    let isLost = true;
    const queue = makeQueue(await openStore(), async (operation) => {
        keys.push(operation.uuid);
        if (isLost) {
            throw new Lost();
        }
        return { status: "done" };
    });
    await queue.add({ name: "arrive", args: {} });
    await queue.flush();
    expect(queue.pause).toBe(4_000);
    await advanceTime(2_000);
    await queue.isFlushing;
    expect(queue.pause).toBe(8_000);
    for (let turn = 0; turn < 6; turn++) {
        await queue.flush();
    }
    expect(queue.pause).toBe(60_000);
    isLost = false;
    await queue.wake();
    expect(new Set(keys).size).toBe(1);
    expect(queue.state).toMatchObject({ operations: [], isLost: false });
});

test("what the server refuses is parked with its reason and holds nothing up", async () => {
    const answers = [];
    let reason = "The report is closed.";
    const queue = makeQueue(
        await openStore(),
        async (operation) =>
            operation.name === "arrive" && reason ? { status: "failed", message: reason } : { status: "done" },
        { onAnswer: (operation, answer) => answers.push([operation.name, answer.status]) },
    );
    await queue.add({ name: "arrive", args: {} });
    await queue.add({ name: "leave", args: {} });
    await queue.flush();
    expect(answers).toEqual([
        ["arrive", "failed"],
        ["leave", "done"],
    ]);
    expect(queue.failed.map((operation) => operation.reason)).toEqual([reason]);
    await queue.flush();
    expect(answers.length).toBe(2, { message: "a parked operation is not sent by itself" });

    reason = "";
    const [{ uuid }] = queue.failed;
    await queue.retry(queue.failed[0]);
    expect(answers.at(-1)).toEqual(["arrive", "done"]);
    expect(uuid).toMatch(/^[0-9a-f-]{36}$/);
    expect(queue.state.operations).toEqual([]);
});

test("what is refused again and again is parked once, whatever differs beside it", async () => {
    const photo = (job_id) => ({ name: "add_photo", job_id, args: { image: new Blob([String(job_id)]) } });
    const queue = makeQueue(await openStore(), async () => ({ status: "failed", message: "Not yet" }));
    for (const operation of [1, 2, 1].map((job_id) => ({ name: "submit", job_id, args: {} }))) {
        await queue.add(operation);
        await queue.flush();
    }
    expect(queue.failed.map(({ job_id }) => job_id)).toEqual([2, 1]);
    for (const operation of [photo(1), photo(1)]) {
        await queue.add(operation);
        await queue.flush();
    }
    expect(names(queue.failed)).toEqual(["submit", "submit", "add_photo", "add_photo"]);
});

test("an error of the server is a reason as well, and the user may drop what it refused", async () => {
    const queue = makeQueue(await openStore(), () => Promise.reject({ data: { message: "Overlap" } }));
    await queue.add({ name: "arrive", args: {} });
    await queue.flush();
    expect(queue.failed[0].reason).toBe("Overlap");
    await queue.drop(queue.failed[0]);
    expect(await queue.store.getOperations()).toEqual([]);
});

test("while another page of the browser sends, this one waits", async () => {
    let sent = 0;
    const queue = makeQueue(await openStore(), async () => ({ status: "done", sent: sent++ }), {
        lock: async () => false,
    });
    await queue.add({ name: "arrive", args: {} });
    await queue.flush();
    expect(sent).toBe(0);
    queue.lock = alone;
    await advanceTime(2_000);
    await queue.isFlushing;
    expect(sent).toBe(1);
});

test("keys differ and are of version 4, also without https", async () => {
    const plain = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    const { randomUUID } = crypto;
    crypto.randomUUID = undefined;
    after(() => (crypto.randomUUID = randomUUID));
    expect(newUuid()).toMatch(plain);
    expect(newUuid()).not.toBe(newUuid());
});
