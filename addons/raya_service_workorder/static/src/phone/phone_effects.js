/**
 * What an operation does to a job, as far as it can be shown before the server has done it.
 *
 * The server decides: its answer replaces what is shown here.
 */

const change = (lines, id, values) => lines.map((line) => (line.id === id ? { ...line, ...values(line) } : line));
const changed = (job, name, id, values) => ({ ...job, [name]: change(job[name], id, values) });
const moved = (job, stage) => ({ ...job, visit: { ...job.visit, stage } });

const EFFECTS = {
    on_my_way: (job) => moved(job, "on_my_way"),
    arrive: (job) => moved(job, "arrived"),
    leave: (job) => moved(job, "done"),
    write_distance: (job, { distance }) => ({ ...job, visit: { ...job.visit, distance } }),
    accept_fault: (job, { diagnosis_id: id, fault_id: faultId }) =>
        changed(job, "statements", id, (line) => ({
            answer: line.probable.find((fault) => fault.id === faultId)?.name || "…",
            isAnswered: true,
        })),
    give_reason: (job, { diagnosis_id: id, reason_id: reasonId }, page) =>
        changed(job, "statements", id, () => ({
            answer: page.reasons.find((reason) => reason.id === reasonId)?.name || "…",
            isAnswered: true,
        })),
    write_note: (job, { diagnosis_id: id, text }) => changed(job, "statements", id, () => ({ note: text })),
    start_timer: (job, { work_line_id: id }, _page, at) => changed(job, "services", id, () => ({ runningSince: at })),
    stop_timer: (job, { work_line_id: id }, _page, at) =>
        changed(job, "services", id, (line) => ({
            runningSince: 0,
            minutes: line.minutes + (line.runningSince ? Math.max(0, (at - line.runningSince) / 60) : 0),
        })),
    add_time: (job, { work_line_id: id, minutes }) =>
        changed(job, "services", id, (line) => ({ minutes: line.minutes + minutes })),
    answer_check: (job, { check_id: id, text }) => changed(job, "checks", id, () => ({ answer: text })),
    use_part: (job, { part_id: id, quantity }) => changed(job, "parts", id, () => ({ used: quantity })),
    take_part: (job, { part_id: id }) => changed(job, "parts", id, (line) => ({ used: line.needed, canTake: false })),
    take_substitute: (job, { part_id: id }) =>
        changed(job, "parts", id, (line) => ({
            name: line.substitute,
            asked: line.asked || line.name,
            substitute: "",
            substituteNote: "",
        })),
    fit_serial: (job, { part_id: id, serial }) =>
        changed(job, "parts", id, (line) => ({ fitted: [...new Set([...line.fitted, serial])] })),
    write_removed: (job, { part_id: id, text }) => changed(job, "parts", id, () => ({ removed: text })),
    write_report: (job, { field, text }) => ({ ...job, texts: { ...job.texts, [field]: text } }),
    record_meter: (job, { meter, value }) => ({
        ...job,
        meters: job.meters.map((known) => (known.key === meter ? { ...known, value } : known)),
    }),
    add_photo: (job, { check_id: id }) =>
        id ? changed(job, "checks", id, () => ({ hasPhoto: true })) : { ...job, photos: job.photos + 1 },
    sign: (job, { name }) => ({ ...job, signed: { by: name, on: "", changes: [] } }),
};

/** The job as it will stand when the operation has reached the server; ``page`` has the lists that jobs share. */
export function applyOperation(job, { name, args, at }, page) {
    return EFFECTS[name] ? EFFECTS[name](job, args, page, at) : job;
}

/** The job with everything applied that waits for it. */
export function applyWaiting(job, operations, page) {
    return operations
        .filter((operation) => operation.job_id === job.id)
        .reduce((shown, operation) => applyOperation(shown, operation, page), job);
}
