import { isAndroid } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { plainNumber } from "@raya_web_persian/digits";
import { writeDigits } from "@raya_web_persian/reader";

const OPERATIONS = {
    on_my_way: _t("On My Way"),
    arrive: _t("Arrived"),
    leave: _t("End of the job"),
    write_distance: _t("Distance driven"),
    accept_fault: _t("Fault found"),
    give_reason: _t("Answer without a fault"),
    write_note: _t("What was done"),
    start_timer: _t("Timer started"),
    stop_timer: _t("Timer stopped"),
    add_time: _t("Time added"),
    answer_check: _t("Check answered"),
    use_part: _t("Part used"),
    take_part: _t("Part from the van"),
    take_substitute: _t("Substitute taken"),
    add_part: _t("Part added"),
    fit_serial: _t("Serial number fitted"),
    write_removed: _t("Serial number taken out"),
    request_parts: _t("Parts requested"),
    cancel_requests: _t("Requests cancelled"),
    return_parts: _t("Parts returned"),
    write_report: _t("Text of the report"),
    record_meter: _t("Meter reading"),
    add_photo: _t("Photo"),
    sign: _t("Signature"),
    wait_for_parts: _t("Waiting for parts"),
    submit: _t("Report submitted"),
    call_back: _t("Report called back"),
};

/** What somebody did, for a list of what waits. */
export function operationLabel(name) {
    return OPERATIONS[name] || name;
}

/** Where a map shows a place; on Android whichever map the user likes. */
export function mapAddress({ latitude, longitude, address, name }) {
    const words = encodeURIComponent(address || name);
    const point = latitude || longitude ? `${latitude},${longitude}` : "";
    if (isAndroid()) {
        return `geo:${point || "0,0"}?q=${point || words}`;
    }
    return `https://www.google.com/maps/search/?api=1&query=${point || words}`;
}

/** A number as the user reads it. */
export function digits(value) {
    return writeDigits(Math.round(value * 1000) / 1000);
}

/** 5.5 minutes as 0:05: whole minutes, as a clock shows them. */
export function clock(minutes) {
    const whole = Math.floor(minutes + 1e-6);
    return writeDigits(`${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`);
}

/** A number as people type it: 12.5, ۱۲٫۵; ``null`` where it is none, or below zero. */
export function readNumber(text) {
    try {
        const number = Number(plainNumber(text.trim()));
        return text.trim() && number >= 0 ? number : null;
    } catch {
        return null;
    }
}

/** Minutes of a time as people type it: 1:30, 90, ۹۰; ``null`` where it is none. */
export function readMinutes(text, toLatin) {
    const [, hours, minutes] = /^(?:(\d{1,2}):)?(\d{1,3})$/.exec(toLatin(text).trim()) || [];
    return minutes === undefined || (hours !== undefined && minutes > 59) ? null : 60 * (hours || 0) + Number(minutes);
}
