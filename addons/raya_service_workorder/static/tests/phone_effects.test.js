import { describe, expect, test } from "@odoo/hoot";
import { mockUserAgent } from "@odoo/hoot-mock";

import { toLatin } from "@raya_web_persian/digits";
import { applyOperation, applyWaiting } from "@raya_service_workorder/phone/phone_effects";
import { clock, mapAddress, readMinutes } from "@raya_service_workorder/phone/phone_words";

describe.current.tags("headless");

const job = {
    id: 7,
    visit: { stage: "planned" },
    statements: [{ id: 1, answer: "", isAnswered: false, note: "", probable: [{ id: 5, name: "Relay burnt" }] }],
    services: [{ id: 2, minutes: 10, runningSince: 0 }],
    parts: [{ id: 3, needed: 2, used: 0, canTake: true, fitted: [], removed: "", name: "Relay", substitute: "Switch" }],
    checks: [{ id: 4, answer: "" }],
    texts: { finding: "" },
    meters: [{ key: "hours", value: 0 }],
    photos: 1,
    signed: { by: "", on: "", changes: [] },
};
const page = { reasons: [{ id: 9, name: "Wrong use" }] };

const operation = (name, args = {}, at = 0) => ({ job_id: 7, name, args, at });
const after = (name, args, at) => applyOperation(job, operation(name, args, at), page);

test("what waits is shown on its job, in its order, and the job of the server stays as it is", () => {
    const before = JSON.stringify(job);
    const shown = applyWaiting(
        job,
        [
            operation("arrive"),
            operation("accept_fault", { diagnosis_id: 1, fault_id: 5 }),
            { ...operation("leave"), job_id: 8 },
        ],
        page,
    );
    expect(shown.visit.stage).toBe("arrived");
    expect(shown.statements[0]).toMatchObject({ answer: "Relay burnt", isAnswered: true });
    expect(JSON.stringify(job)).toBe(before);
});

test("a timer counts from tap to tap, whenever they are sent", () => {
    const running = applyOperation(job, operation("start_timer", { work_line_id: 2 }, 600), page);
    expect(running.services[0].runningSince).toBe(600);
    const stopped = applyOperation(running, operation("stop_timer", { work_line_id: 2 }, 900), page);
    expect(stopped.services[0]).toMatchObject({ runningSince: 0, minutes: 15 });
    const typed = applyOperation(stopped, operation("add_time", { work_line_id: 2, minutes: 5 }), page);
    expect(typed.services[0].minutes).toBe(20);
});

test("every tap shows what it did", () => {
    expect(after("on_my_way").visit.stage).toBe("on_my_way");
    expect(after("leave").visit.stage).toBe("done");
    expect(after("give_reason", { diagnosis_id: 1, reason_id: 9 }).statements[0].answer).toBe("Wrong use");
    expect(after("write_note", { diagnosis_id: 1, text: "x" }).statements[0].note).toBe("x");
    expect(after("answer_check", { check_id: 4, text: "yes" }).checks[0].answer).toBe("yes");
    expect(after("take_part", { part_id: 3 }).parts[0]).toMatchObject({ used: 2, canTake: false });
    expect(after("take_substitute", { part_id: 3 }).parts[0]).toMatchObject({
        name: "Switch",
        asked: "Relay",
        substitute: "",
        substituteNote: "",
    });
    expect(after("use_part", { part_id: 3, quantity: 1 }).parts[0].used).toBe(1);
    expect(after("fit_serial", { part_id: 3, serial: "S" }).parts[0].fitted).toEqual(["S"]);
    expect(after("write_removed", { part_id: 3, text: "O" }).parts[0].removed).toBe("O");
    expect(after("write_report", { field: "finding", text: "dry" }).texts.finding).toBe("dry");
    expect(after("record_meter", { meter: "hours", value: 12 }).meters[0].value).toBe(12);
    expect(after("add_photo", {}).photos).toBe(2);
    expect(after("add_photo", { check_id: 4 }).checks[0].hasPhoto).toBe(true);
    expect(after("sign", { name: "Sara" }).signed.by).toBe("Sara");
});

test("what only the server knows changes nothing here", () => {
    expect(after("request_parts")).toBe(job);
    expect(after("add_part", { code: "1" })).toBe(job);
});

test("times are read as people type them", () => {
    const read = (text) => readMinutes(text, toLatin);
    expect(["0:05", "1:30", "90", "۱:۳۰", " 5 "].map(read)).toEqual([5, 90, 90, 90, 5]);
    expect(["", "1:75", "soon", "1:30:00", "-5", "1.5"].map(read)).toEqual([null, null, null, null, null, null]);
});

test("five minutes are five minutes", () => {
    expect([0, 5, 59.99, 65, 600].map(clock)).toEqual(["0:00", "0:05", "0:59", "1:05", "10:00"]);
});

test("a map opens at the place, else at its words", () => {
    const place = { latitude: 35.7, longitude: 51.4, address: "Tehran, Azadi 5", name: "Sara" };
    const nowhere = { latitude: 0, longitude: 0, address: "", name: "Sara & Sons" };
    mockUserAgent("ios");
    expect(mapAddress(place)).toBe("https://www.google.com/maps/search/?api=1&query=35.7,51.4");
    expect(mapAddress(nowhere)).toBe("https://www.google.com/maps/search/?api=1&query=Sara%20%26%20Sons");
    mockUserAgent("android");
    expect(mapAddress(place)).toBe("geo:35.7,51.4?q=35.7,51.4");
    expect(mapAddress(nowhere)).toBe("geo:0,0?q=Sara%20%26%20Sons");
});
