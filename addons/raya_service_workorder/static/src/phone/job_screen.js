import { Component, onWillUnmount, toRaw, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { toLatin } from "@raya_web_persian/digits";

import { KeptText } from "./kept_text";
import { shrinkPhoto, UnknownFormatError } from "./phone_image";
import { clock, digits, mapAddress, readMinutes, readNumber } from "./phone_words";
import { SignatureStroke } from "./signature_stroke";

// A finger that taps twice has done so by then, in milliseconds.
const SECOND_TAP = 700;

/** One job on one screen, its steps in the order of the work. */
export class JobScreen extends Component {
    static template = "raya_service_workorder.JobScreen";
    static components = { KeptText, SignatureStroke };
    static props = { job: Object, page: Object, drafts: Object, back: Function };

    setup() {
        this.phone = useService("raya_phone");
        this.notification = useService("notification");
        this.action = useService("action");
        this.state = useState({
            now: Date.now(),
            openFaults: {},
            minutes: {},
            code: "",
            isEnding: false,
            cancelReason: null,
            review: null,
        });
        Object.assign(this, { clock, digits, mapAddress });
        this.ticking = browser.setInterval(() => (this.state.now = Date.now()), 1000);
        onWillUnmount(() => browser.clearInterval(this.ticking));
    }

    get job() {
        return this.props.job;
    }

    get stageLabel() {
        return {
            planned: _t("Planned"),
            on_my_way: _t("On the Way"),
            arrived: _t("On Site"),
            done: _t("Done"),
        }[this.job.visit.stage];
    }

    act(name, args, draftKey) {
        return this.phone.act(this.job, name, args, draftKey);
    }

    type(draft) {
        return this.phone.type(draft);
    }

    forget(key) {
        return this.phone.forget(key);
    }

    draftKey(...names) {
        return [this.job.id, ...names].join(":");
    }

    // --- the visit ----------------------------------------------------------------------

    writeDistance(ev) {
        const distance = readNumber(ev.target.value);
        if (distance === null) {
            return this.warn(_t("Enter the distance as a number of kilometres."));
        }
        return this.act("write_distance", { distance, base: this.job.visit.distance });
    }

    // --- answers and services -----------------------------------------------------------

    /** The first probable fault lies open; the others show on demand. */
    shownFaults(statement) {
        return this.state.openFaults[statement.id] ? statement.probable : statement.probable.slice(0, 1);
    }

    othersLabel(statement) {
        return _t("Other faults (%s)", digits(statement.probable.length - 1));
    }

    showFaults(statement) {
        this.state.openFaults[statement.id] = true;
    }

    giveReason(statement, ev) {
        if (ev.target.value) {
            this.act("give_reason", { diagnosis_id: statement.id, reason_id: Number(ev.target.value) });
        }
    }

    saveNote(statement, text, base, draftKey) {
        return this.act("write_note", { diagnosis_id: statement.id, text, base }, draftKey);
    }

    /** Time of a service with what its timer has counted up to now. */
    spent(service) {
        const running = service.runningSince ? (this.state.now / 1000 - service.runningSince) / 60 : 0;
        return service.minutes + Math.max(0, running);
    }

    addTime(service) {
        const minutes = readMinutes(this.state.minutes[service.id] || "", toLatin);
        if (!minutes) {
            return this.warn(_t("Write the time as 1:30, or in minutes."));
        }
        this.state.minutes[service.id] = "";
        return this.act("add_time", { work_line_id: service.id, minutes });
    }

    // --- parts --------------------------------------------------------------------------

    warn(message) {
        this.notification.add(message, { type: "warning", autocloseDelay: 4000 });
    }

    /** Read a code by the camera; whoever has none types it. */
    async scan() {
        try {
            return await scanBarcode(this.env);
        } catch (error) {
            this.warn(error.message || _t("The camera cannot be used here. Type the number instead."));
        }
    }

    async scanPart() {
        const code = await this.scan();
        if (code) {
            await this.act("add_part", { code });
        }
    }

    onCodeKey(ev) {
        if (ev.key === "Enter") {
            this.addTypedPart();
        }
    }

    async addTypedPart() {
        const code = this.state.code.trim();
        if (code) {
            this.state.code = "";
            await this.act("add_part", { code });
        }
    }

    /** The clerk reads why, so nothing is cancelled without a word; return whether it was. */
    async cancelRequests() {
        const reason = (this.state.cancelReason || "").trim();
        if (!reason) {
            this.warn(_t("Write why the parts are not needed."));
            return false;
        }
        this.state.cancelReason = null;
        await this.act("cancel_requests", { reason });
        return true;
    }

    use(part, quantity) {
        return this.act("use_part", { part_id: part.id, quantity, base: part.used });
    }

    async scanFitted(part) {
        const serial = await this.scan();
        if (serial) {
            await this.act("fit_serial", { part_id: part.id, serial });
        }
    }

    typeFitted(part, ev) {
        const serial = ev.target.value.trim();
        if (serial) {
            ev.target.value = "";
            this.act("fit_serial", { part_id: part.id, serial });
        }
    }

    async scanRemoved(part) {
        const text = await this.scan();
        if (text) {
            await this.saveRemoved(part, text, part.removed);
        }
    }

    saveRemoved(part, text, base, draftKey) {
        return this.act("write_removed", { part_id: part.id, text, base }, draftKey);
    }

    // --- checks, photos, texts ----------------------------------------------------------

    answer(check, text) {
        if (text && text !== check.answer) {
            return this.act("answer_check", { check_id: check.id, text, base: check.answer });
        }
    }

    saveAnswer(check, text, base, draftKey) {
        return this.act("answer_check", { check_id: check.id, text, base }, draftKey);
    }

    answerLabel(check) {
        return check.unit ? _t("Measured (%s)", check.unit) : _t("Answer");
    }

    /** Each photo of several is an operation of its own: one that is lost on the way takes no other along. */
    async addPhotos(ev, check) {
        const files = [...ev.target.files];
        ev.target.value = "";
        for (const file of files) {
            const image = await this.readPhoto(file);
            const args = { image, name: file.name || "photo.jpg" };
            if (image) {
                await this.act("add_photo", check ? { ...args, check_id: check.id } : args);
            }
        }
    }

    async readPhoto(file) {
        try {
            return await shrinkPhoto(file);
        } catch (error) {
            if (!(error instanceof UnknownFormatError)) {
                throw error;
            }
            this.warn(
                _t(
                    "A photo of the format %s cannot be read. Let the camera take JPEG, or choose another photo.",
                    error.message,
                ),
            );
        }
    }

    saveText(field, text, base, draftKey) {
        return this.act("write_report", { field, text, base }, draftKey);
    }

    readMeter(meter, ev) {
        const value = readNumber(ev.target.value);
        if (value === null) {
            return this.warn(_t("Enter the reading as a number."));
        }
        return this.act("record_meter", { meter: meter.key, value, base: meter.value });
    }

    // --- the end ------------------------------------------------------------------------

    sign(image, name) {
        if (!name) {
            return this.warn(_t("Write the name of whoever signs."));
        }
        return this.act("sign", { image, name });
    }

    leave(outcome) {
        this.state.isEnding = false;
        return this.act("leave", { outcome });
    }

    /** Show what the report says. It is sent from there, and not by the second tap of a hasty finger. */
    async review() {
        const review = { summary: null, isReady: false };
        this.state.review = review;
        const [summary] = await Promise.all([
            this.phone.readSummary(this.job),
            new Promise((resolve) => browser.setTimeout(resolve, SECOND_TAP)),
        ]);
        if (toRaw(this.state.review) === review) {
            Object.assign(this.state.review, { summary, isReady: true });
        }
    }

    closeReview() {
        this.state.review = null;
    }

    /** What stays on the phone until it is sent ends the review as well. */
    async submit() {
        this.closeReview();
        await this.act("submit");
    }

    async waitForParts() {
        this.closeReview();
        await this.act("wait_for_parts");
    }

    async cancelAndSubmit() {
        if (await this.cancelRequests()) {
            await this.submit();
        }
    }

    openForm() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "raya.workorder",
            res_id: this.job.id,
            views: [[false, "form"]],
        });
    }
}
