import { registry } from "@web/core/registry";

// Arrived, the fault, the part, the stroke, and the word that it is signed.
const TAPS = 5;
let taps = 0;

/** Counts every tap from *Arrived* on; a stroke of the signature is one. */
function countTaps() {
    taps = 0;
    document.addEventListener("pointerdown", () => taps++, { capture: true });
}

/** A finger that writes on the screen. */
function stroke() {
    const canvas = document.querySelector(".o_raya_signature canvas");
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const send = (target, type, x, y) =>
        target.dispatchEvent(
            new PointerEvent(type, {
                pointerId: 1,
                isPrimary: true,
                bubbles: true,
                cancelable: true,
                button: 0,
                buttons: type === "pointerup" ? 0 : 1,
                pressure: 0.5,
                clientX: left + width * x,
                clientY: top + height * y,
            }),
        );
    send(canvas, "pointerdown", 0.1, 0.5);
    for (let step = 2; step < 9; step++) {
        send(canvas, "pointermove", step / 10, step % 2 ? 0.7 : 0.3);
    }
    send(canvas, "pointerup", 0.9, 0.5);
}

const openJob = [
    { content: "A job has its telephone", trigger: ".o_raya_job_card .o_raya_reach a[href^='tel:']" },
    { trigger: ".o_raya_job_card [role=button]", run: "click" },
    { trigger: ".o_raya_job .o_raya_reach a[href^='tel:']" },
];

/** The steps of one statement, the first fault, one part from the van. */
const work = [
    { trigger: ".o_raya_on_my_way", run: "click" },
    { trigger: ".o_raya_arrived", run: countTaps },
    { trigger: ".o_raya_arrived", run: "click" },
    { content: "The first probable fault is one tap away", trigger: ".o_raya_fault:first", run: "click" },
    { trigger: ".o_raya_answer" },
    { content: "Services and parts came along", trigger: ".o_raya_services .o_raya_line" },
    { trigger: ".o_raya_take", run: "click" },
    { trigger: ".o_raya_parts .badge.text-bg-success" },
    { trigger: ".o_raya_signature canvas", run: stroke },
    { trigger: ".o_raya_sign:enabled", run: "click" },
    {
        trigger: ".o_raya_signed",
        run() {
            // The tap on *Arrived* is the first of them.
            if (taps !== TAPS) {
                throw new Error(`${taps} taps instead of ${TAPS}`);
            }
        },
    },
];

/** The first tap shows the report, the second one sends it. */
const send = [
    { trigger: ".o_raya_submit", run: "click" },
    { content: "The part is told", trigger: ".o_raya_summary_shown [data-section=parts]" },
    { trigger: ".o_raya_send:enabled", run: "click" },
];

registry.category("web_tour.tours").add("raya_my_jobs", {
    url: "/odoo/my-jobs",
    steps: () => [
        ...openJob,
        { trigger: "#raya_finding", run: "edit The relay was burnt." },
        ...work,
        ...send,
        { content: "A submitted report can be called back", trigger: ".o_raya_call_back" },
        { trigger: ".o_raya_back", run: "click" },
        { trigger: ".o_raya_job_card" },
    ],
});

registry.category("web_tour.tours").add("raya_my_jobs_persian", {
    url: "/odoo/my-jobs",
    steps: () => [
        { content: "From right to left", trigger: "body.o_rtl" },
        ...openJob,
        ...work,
        ...send,
        { trigger: ".o_raya_call_back", run: "click" },
        { content: "It is open again", trigger: ".o_raya_submit" },
    ],
});
