import { after, expect, test } from "@odoo/hoot";
import { click, edit, queryAllTexts, queryOne, waitUntil } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { reactive } from "@odoo/owl";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { getService, mountWebClient, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";

import { KeptText } from "@raya_service_workorder/phone/kept_text";
import { shrinkPhoto } from "@raya_service_workorder/phone/phone_image";
import { MemoryStore, PhoneStore } from "@raya_service_workorder/phone/phone_store";
import { SignatureStroke } from "@raya_service_workorder/phone/signature_stroke";

defineMailModels();

const person = { name: "Sara Karimi", phone: "+98 21 1", address: "Azadi 5", latitude: 0, longitude: 0 };

function makeJob(values) {
    return {
        id: 7,
        name: "WO/7",
        heading: "today",
        reason: "",
        outcomeLabel: "",
        stateLabel: "In Progress",
        placeLabel: "Site",
        isUrgent: false,
        promised: "",
        words: "",
        customer: person,
        site: person,
        unit: { name: "Refrigerator", serial: "S-1" },
        coverage: { label: "", colour: "secondary", sentence: "" },
        isOpen: true,
        canCallBack: false,
        visit: { when: "", stage: "planned", canTravel: false, canArrive: true, distance: false },
        statements: [],
        services: [],
        checks: [],
        parts: [],
        canRequest: false,
        canCancel: false,
        canReturn: false,
        texts: { finding: "" },
        meters: [],
        photos: 0,
        signed: { by: "", on: "", changes: [] },
        ...values,
    };
}

const makePage = (...jobs) => ({ jobs, reasons: [], outcomes: [], texts: [{ name: "finding", label: "Findings" }] });

/** The page as a phone shows it whose store is in memory; the server answers as the functions say. */
async function openPage(getJobs, run = () => []) {
    const { open } = PhoneStore.prototype;
    PhoneStore.prototype.open = () => Promise.reject(new Error("private window"));
    after(() => (PhoneStore.prototype.open = open));
    onRpc("raya.my.jobs", "get_jobs", getJobs);
    onRpc("raya.my.jobs", "run", ({ args }) => run(...args));
    await mountWebClient();
    await getService("action").doAction({ type: "ir.actions.client", tag: "raya_my_jobs", name: "My Jobs" });
    return getService("raya_phone");
}

test("jobs stand under their headings, and what came back says why", async () => {
    await openPage(() =>
        makePage(
            makeJob(),
            makeJob({ id: 8, name: "WO/8", heading: "correct", reason: "Photo missing" }),
            makeJob({ id: 9, name: "WO/9", heading: "waiting" }),
        ),
    );
    expect(queryAllTexts("h5")).toEqual(["To Correct1", "Today1", "Waiting1"]);
    expect("[data-job='WO/8'] .alert").toHaveText("Photo missing");
    expect("[data-job='WO/7'] a[href='tel:+98 21 1']").toHaveCount(1);
    expect("[data-job='WO/7'] .o_raya_map").toHaveCount(1);
    expect(".o_raya_queue .alert-danger").toHaveCount(1, {
        message: "the browser keeps nothing, and the page says so",
    });
});

test("without a connection taps are kept, counted, shown and sent later", async () => {
    let isLost = true;
    const sent = [];
    const phone = await openPage(
        () => makePage(makeJob()),
        ([operation]) => {
            if (isLost) {
                return new Response("", { status: 502 });
            }
            sent.push(operation.name);
            const visit = { when: "", stage: "arrived", canTravel: false, canArrive: false };
            return [{ uuid: operation.uuid, status: "done", message: "Begun.", job: makeJob({ visit }) }];
        },
    );
    await click("[data-job='WO/7'] [role=button]");
    await animationFrame();
    await click(".o_raya_arrived");
    await animationFrame();
    await phone.queue.isFlushing;
    await animationFrame();
    expect(".o_raya_waiting").toHaveText(/1 waiting to be sent/);
    expect(".o_raya_arrived").toHaveCount(0);
    isLost = false;
    await click(".o_raya_waiting button");
    await phone.queue.isFlushing;
    await animationFrame();
    expect(sent).toEqual(["arrive"]);
    expect(".o_raya_waiting").toHaveCount(0);
    expect(".o_notification:contains('Begun.')").toHaveCount(1);
});

test("requests are cancelled with a reason only", async () => {
    const sent = [];
    const phone = await openPage(
        () => makePage(makeJob({ canCancel: true })),
        ([{ uuid, args }]) => {
            sent.push(args.reason);
            return [{ uuid, status: "done", message: "Cancelled.", job: makeJob() }];
        },
    );
    await click("[data-job='WO/7'] [role=button]");
    await animationFrame();
    await click(".o_raya_cancel");
    await animationFrame();
    await click(".o_raya_cancel_now");
    await animationFrame();
    expect(".o_notification:contains('Write why')").toHaveCount(1);
    await click(".o_raya_cancel_reason");
    await edit(" Cleaned it ");
    await click(".o_raya_cancel_now");
    await phone.queue.isFlushing;
    await animationFrame();
    expect(sent).toEqual(["Cleaned it"]);
    expect(".o_raya_cancel, .o_raya_cancel_reason").toHaveCount(0);
});

/** Tap *Submit the Report* on an open job. */
async function openReview(values, getSummary, sent) {
    onRpc("raya.my.jobs", "get_summary", getSummary);
    const phone = await openPage(
        () => makePage(makeJob(values)),
        ([{ uuid, name, args }]) => {
            sent.push([name, args.reason].filter(Boolean).join(" "));
            return [{ uuid, status: "done", message: "Sent.", job: makeJob({ ...values, canCancel: false }) }];
        },
    );
    await click("[data-job='WO/7'] [role=button]");
    await animationFrame();
    await click(".o_raya_submit");
    await animationFrame();
    return phone;
}

test("the first tap shows what the report says, and only another one sends it", async () => {
    const sent = [];
    const phone = await openReview({}, () => "<section>One relay</section>", sent);
    expect(".o_raya_submit").toHaveCount(0);
    expect(".o_raya_send").not.toBeEnabled({ message: "the second tap of a hasty finger sends nothing" });
    await advanceTime(700);
    await animationFrame();
    expect(".o_raya_review section").toHaveText("One relay");
    await click(".o_raya_review_close");
    await animationFrame();
    expect(sent).toEqual([]);
    await click(".o_raya_submit");
    await advanceTime(700);
    await animationFrame();
    await click(".o_raya_send");
    await phone.queue.isFlushing;
    await animationFrame();
    expect(sent).toEqual(["submit"]);
    expect(".o_raya_review").toHaveCount(0);
});

test("without a connection the report is confirmed unseen, and sent later", async () => {
    const sent = [];
    await openReview({}, () => new Response("", { status: 502 }), sent);
    await advanceTime(700);
    await animationFrame();
    expect(".o_raya_review .alert-info").toHaveCount(1);
    expect(".o_raya_send").toBeEnabled();
});

test("what is requested and not issued is waited for, or cancelled with a reason", async () => {
    const sent = [];
    const phone = await openReview({ canCancel: true }, () => "", sent);
    await advanceTime(700);
    await animationFrame();
    expect(".o_raya_send").toHaveCount(0);
    await click(".o_raya_cancel_and_send");
    await animationFrame();
    expect(sent).toEqual([]);
    await click(".o_raya_review_reason");
    await edit("Cleaned it");
    await click(".o_raya_cancel_and_send");
    await waitUntil(() => sent.length === 2);
    await phone.queue.isFlushing;
    expect(sent).toEqual(["cancel_requests Cleaned it", "submit"]);
});

test("the job waits for what is requested, and is not sent", async () => {
    const sent = [];
    const phone = await openReview({ canCancel: true }, () => "", sent);
    await advanceTime(700);
    await animationFrame();
    await click(".o_raya_wait");
    await phone.queue.isFlushing;
    await animationFrame();
    expect(sent).toEqual(["wait_for_parts"]);
});

test("a photo that nobody can read is refused by the name of its format", async () => {
    const photo = (name, ...bytes) => new File([new Uint8Array(bytes)], name);
    await expect(shrinkPhoto(photo("IMG_1.heic", 0, 0, 0, 24))).rejects.toThrow("HEIC");
    const large = photo("large.jpg", 0xff, 0xd8, 0xff, 0xe0);
    expect(await shrinkPhoto(large)).toBe(large, { message: "the server can read what this phone cannot draw" });
});

test("the way is written down in any digits, and nothing else is", async () => {
    const visit = { when: "", stage: "arrived", canTravel: true, canArrive: true, distance: 0 };
    const sent = [];
    const phone = await openPage(
        () => makePage(makeJob({ visit })),
        ([{ uuid, args }]) => {
            sent.push(args.distance);
            const job = makeJob({ visit: { ...visit, distance: args.distance } });
            return [{ uuid, status: "done", message: "Driven.", job }];
        },
    );
    await click("[data-job='WO/7'] [role=button]");
    await animationFrame();
    for (const text of ["far", "-3", "۳۷٫۵"]) {
        await click("#raya_distance");
        await edit(text);
        await click(document.body);
        await phone.queue.isFlushing;
        await animationFrame();
    }
    expect(sent).toEqual([37.5]);
    expect(".o_notification:contains('number of kilometres')").toHaveCount(2);
    expect("#raya_distance").toHaveValue("37.5");
});

test("what the server refuses shows its reason, is sent again or dropped", async () => {
    const phone = await openPage(
        () => makePage(makeJob()),
        ([{ uuid }]) => [{ uuid, status: "failed", message: "The report is closed.", job: false }],
    );
    await phone.act(phone.state.page.jobs[0], "arrive");
    await animationFrame();
    expect(".o_raya_failed").toHaveText(/Arrived · WO\/7\nThe report is closed\./);
    await click(".o_raya_failed .btn-danger");
    await phone.queue.isFlushing;
    await animationFrame();
    expect(".o_raya_failed").toHaveCount(1);
    await click(".o_raya_failed .btn-light");
    await animationFrame();
    expect(".o_raya_failed").toHaveCount(0);
    expect("[data-job='WO/7']").toHaveCount(1);
});

test("a job that is none of mine any more leaves the page", async () => {
    const phone = await openPage(
        () => makePage(makeJob()),
        ([{ uuid }]) => [{ uuid, status: "done", message: "Done.", job: false }],
    );
    await phone.act(phone.state.page.jobs[0], "arrive");
    await animationFrame();
    expect("[data-job]").toHaveCount(0);
});

test("every letter is kept; what others wrote stands beside mine until I choose", async () => {
    const store = new MemoryStore();
    const drafts = reactive({});
    const saved = [];
    await mountWithCleanup(KeptText, {
        props: {
            id: "note",
            draftKey: "7:finding",
            drafts,
            label: "Findings",
            text: "theirs before",
            type: (draft) => {
                drafts[draft.key] = draft;
                return store.putDraft(draft);
            },
            forget: (key) => {
                delete drafts[key];
                return store.removeDraft(key);
            },
            save: (...told) => saved.push(told),
        },
    });
    await click("#note");
    await edit("mine");
    expect((await store.getDrafts())[0]).toMatchObject({ text: "mine", base: "theirs before" });
    await click(document.body);
    expect(saved).toEqual([["mine", "theirs before", "7:finding"]]);

    drafts["7:finding"] = { key: "7:finding", text: "mine", base: "theirs now", isConflict: true };
    await animationFrame();
    expect(".o_raya_conflict blockquote").toHaveText("theirs now");
    await click(".o_raya_conflict .btn-warning");
    expect(saved.at(-1)).toEqual(["mine", "theirs now", "7:finding"]);
    await click(".o_raya_conflict .btn-light");
    await animationFrame();
    expect(".o_raya_conflict").toHaveCount(0);
    expect("#note").toHaveValue("theirs before");
});

test("a signature is a line and a name, and is kept like every tap", async () => {
    const signed = [];
    await mountWithCleanup(SignatureStroke, {
        props: { name: "Sara Karimi", sign: async (image, name) => signed.push([image.type, image.size > 0, name]) },
    });
    const send = (type, x, y) =>
        queryOne("canvas").dispatchEvent(new PointerEvent(type, { clientX: x, clientY: y, bubbles: true }));
    send("pointerdown", 10, 10);
    send("pointerup", 10, 10);
    await animationFrame();
    expect(".o_raya_sign").not.toBeEnabled({ message: "a tap is no signature" });
    send("pointerdown", 10, 10);
    send("pointermove", 60, 40);
    send("pointerup", 60, 40);
    await animationFrame();
    await click(".o_raya_sign");
    await waitUntil(() => signed.length);
    expect(signed).toEqual([["image/png", true, "Sara Karimi"]]);
    await click(".o_raya_signature .btn-light");
    await animationFrame();
    expect(".o_raya_sign").not.toBeEnabled();
});
