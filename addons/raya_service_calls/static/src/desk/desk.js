import { Component, onMounted, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { writeDigits } from "@raya_web_persian/reader";

import { newConversation } from "./desk_conversation";
import { DeskPicker } from "./desk_picker";

/** The operator's page: who calls, about which unit, what is wrong, who goes. Made for the keyboard. */
export class ServiceDesk extends Component {
    static template = "raya_service_calls.ServiceDesk";
    static components = { Layout, RecordSelector, DeskPicker };
    static props = { ...standardActionServiceProps };

    setup() {
        this.writeDigits = writeDigits;
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        // Whoever comes back from a call or unit that they looked at goes on with the conversation.
        const kept = this.props.globalState?.conversation;
        // The round tells one conversation's boxes from those of the next.
        this.state = useState(
            kept ? { ...kept, isBusy: false } : { ...newConversation(), startText: this.getCaller(), round: 0 },
        );
        this.choices = useState({ kinds: [], channels: [] });
        this.latestSight = new KeepLast();
        this.latestFaults = new KeepLast();
        this.proposing = null;
        this.root = useRef("root");
        this.display = { controlPanel: {} };
        useSetupAction({
            // Of all states only this one also survives the browser's own way back.
            getGlobalState: () => ({ conversation: JSON.parse(JSON.stringify(this.state)) }),
            beforeUnload: (ev) => this.isUnsaid && ev.preventDefault(),
        });
        useBus(this.env.bus, "RAYA:RINGING", ({ detail }) => this.answer(detail.phone));
        onWillStart(async () => {
            const fields = await this.orm.call("raya.call", "fields_get", [["kind", "channel"], ["selection"]]);
            this.choices.kinds = fields.kind.selection;
            this.choices.channels = fields.channel.selection.filter(([key]) =>
                ["phone", "walk_in", "staff"].includes(key),
            );
            await (kept ? this.lookAgain() : this.recogniseCaller());
        });
        onMounted(() => this.focus());
        useEffect(
            () => this.focus(),
            () => [this.state.step],
        );
    }

    /**
     * A telephone number from a call that rings, or in the address of the page: ``?phone=+98…``.
     *
     * A plus sign in an address is read as a space, and the router would make a number of the digits.
     */
    getCaller() {
        const told = new URLSearchParams(browser.location.search).get("phone") || "";
        return this.props.action.context?.phone || told.replace(/^ /, "+");
    }

    /** A number that nobody has, that several have, or that is withheld is said to be so. */
    async recogniseCaller() {
        const { startText } = this.state;
        if (startText) {
            const { kind, sentence, contacts } = await this.orm.call("raya.desk", "find_callers", [startText]);
            const isWithheld = kind === "withheld";
            Object.assign(this.state, {
                callerSentence: kind === "known" ? "" : sentence,
                startText: isWithheld ? "" : startText,
                // They are called back where they rang, whoever owns the unit.
                callerPhone: isWithheld ? "" : startText,
                ringing: kind === "known" ? { id: contacts[0].id, name: contacts[0].title } : null,
            });
        }
    }

    /** What is known of unit and customer may have changed while somebody looked elsewhere. */
    async lookAgain() {
        const { asset_id, partner_id, sight } = this.state;
        if (sight) {
            this.state.sight = await (asset_id ? this.lookAtUnit(asset_id) : this.lookAtCustomer(partner_id));
            if (partner_id && !this.state.sight.customer.id) {
                this.state.sight.customer = (await this.lookAtCustomer(partner_id)).customer;
            }
        }
    }

    /** Whether something would be lost that the customer has said. */
    get isUnsaid() {
        const { step, words, statements, customer } = this.state;
        return ["new", "say"].includes(step) && Boolean(words || statements.length || customer.name);
    }

    /** The field in which the step begins has the mark ``data-first``. */
    focus() {
        this.root.el?.querySelector("[data-first]")?.focus();
    }

    // --- who calls, about which unit ---------------------------------------------------

    async find(text) {
        const cards = await this.orm.call("raya.desk", "search_cards", [text]);
        return cards.map((card) => ({ ...card, key: `${card.kind} ${card.id}` }));
    }

    /** Whoever rings is looked up at once, unless the operator is talking with somebody. */
    answer(phone) {
        if (this.state.step === "find" && phone) {
            this.startAgain(phone);
        }
    }

    async startAgain(text = "") {
        this.proposing = null;
        Object.assign(this.state, newConversation(), { startText: text, round: this.state.round + 1 });
        await this.recogniseCaller();
    }

    lookAtUnit(assetId) {
        return this.latestSight.add(this.orm.call("raya.desk", "look_at_unit", [assetId]));
    }

    lookAtCustomer(partnerId) {
        return this.latestSight.add(this.orm.call("raya.desk", "look_at_customer", [partnerId]));
    }

    async choose(card) {
        if (card.kind === "call") {
            return this.openCall(card.id);
        }
        return card.asset_id ? this.chooseUnit(card.asset_id) : this.chooseCustomer(card.partner_id);
    }

    async chooseUnit(assetId) {
        const sight = await this.lookAtUnit(assetId);
        const { customer } = sight;
        Object.assign(this.state, {
            sight,
            asset_id: assetId,
            partner_id: customer.id,
            step: customer.id ? "say" : "owner",
        });
        if (customer.id) {
            this.recogniseCustomer(customer);
            this.propose();
        }
    }

    /** Contacts, each once, for a unit whose owner is not on file. */
    async findCustomers(text) {
        const cards = (await this.find(text)).filter((card) => card.partner_id);
        return [...new Map(cards.map((card) => [card.partner_id, card])).values()];
    }

    async chooseOwner({ partner_id }) {
        const { customer } = await this.lookAtCustomer(partner_id);
        Object.assign(this.state.sight, { customer });
        Object.assign(this.state, { partner_id, step: "say" });
        this.recogniseCustomer(customer);
        this.propose();
    }

    /** Nobody rang: the number on file is that of the call. Another contact rang: it is they who call. */
    recogniseCustomer(customer) {
        const { callerPhone, callerName, ringing } = this.state;
        this.state.callerPhone = callerPhone || customer.phone;
        this.state.callerName = callerName || (ringing && ringing.id !== customer.id ? ringing.name : "");
    }

    async chooseCustomer(partnerId) {
        const sight = await this.lookAtCustomer(partnerId);
        Object.assign(this.state, {
            sight,
            partner_id: partnerId,
            asset_id: false,
            step: sight.units.length ? "unit" : "new",
        });
        this.recogniseCustomer(sight.customer);
    }

    async beginNew(text) {
        const known = await this.orm.call("raya.desk", "understand", [text]);
        Object.assign(this.state.customer, {
            name: known.name || "",
            phone: known.phone || this.state.callerPhone,
            email: known.email || "",
        });
        const hasEmail = Boolean(known.email);
        Object.assign(this.state, { serial: known.serial || "", hasEmail, step: "new" });
    }

    beginNewUnit() {
        this.state.step = "new";
    }

    chooseProduct(product) {
        this.state.product = product;
        this.root.el.querySelector("#raya_desk_serial")?.focus();
    }

    /** A product that is not in the list is still what the customer said. */
    keepProduct(text) {
        this.keepWords(text);
        this.root.el.querySelector("#raya_desk_serial").focus();
    }

    findProducts(text) {
        return this.orm.call("raya.desk", "find_products", [text]);
    }

    /** A stranger is written down where the box was: nothing is known that could stand beside. */
    get isAlone() {
        return this.state.step === "new" && !this.state.sight;
    }

    get isCustomerKnown() {
        return Boolean(this.state.partner_id);
    }

    /** Enter goes to the next field, as in a spreadsheet. */
    onFieldKey(ev) {
        if (ev.key === "Enter" && !ev.isComposing) {
            ev.preventDefault();
            const fields = [...this.root.el.querySelectorAll(".o_raya_new input")];
            (fields[fields.indexOf(ev.target) + 1] || this.root.el.querySelector(".o_raya_go_on")).focus();
        }
    }

    goOn() {
        if (!this.isCustomerKnown && !this.state.customer.name.trim()) {
            this.notification.add(_t("Write the name of the customer."), { type: "warning" });
            return this.root.el.querySelector("#raya_desk_name").focus();
        }
        if (!this.isCustomerKnown) {
            this.recogniseCustomer(this.state.customer);
        }
        this.state.step = "say";
        this.propose();
    }

    newLabel(text) {
        return _t("New customer: %s", text);
    }

    wordsLabel(text) {
        return _t("In their own words: %s", text);
    }

    /** Arrows walk through the units of a customer. */
    onListKey(ev) {
        const sibling = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[ev.key];
        if (sibling) {
            ev.preventDefault();
            ev.target[sibling]?.focus();
        }
    }

    // --- what is wrong ----------------------------------------------------------------

    get productId() {
        return this.state.sight?.unit?.product_id || this.state.product?.id || false;
    }

    get symptomIds() {
        return this.state.statements.map((line) => line.symptom.id);
    }

    findSymptoms(text) {
        return this.orm.call("raya.desk", "find_symptoms", [text, this.productId]);
    }

    addSymptom(symptom) {
        if (!this.symptomIds.includes(symptom.id)) {
            this.state.statements.push({ symptom });
            if (symptom.is_safety) {
                this.state.priority = "2";
            }
            this.symptomsChanged();
        }
    }

    removeSymptom(symptom) {
        this.state.statements = this.state.statements.filter((line) => line.symptom.id !== symptom.id);
        this.symptomsChanged();
    }

    /** Words without a code are still what the customer said. */
    keepWords(text) {
        this.state.words = [this.state.words, text.trim()].filter(Boolean).join("\n");
    }

    async symptomsChanged() {
        this.propose();
        this.state.faults = this.symptomIds.length
            ? await this.latestFaults.add(this.orm.call("raya.desk", "find_faults", [this.symptomIds, this.productId]))
            : [];
    }

    // --- who goes -----------------------------------------------------------------------

    get values() {
        const { state } = this;
        const statements = state.statements.map(({ symptom }) => ({ symptom_id: symptom.id }));
        if (state.words.trim()) {
            if (statements.length) {
                statements[0].words = state.words;
            } else {
                statements.push({ words: state.words });
            }
        }
        return {
            asset_id: state.asset_id,
            partner_id: state.partner_id,
            customer: { ...state.customer },
            unit: state.asset_id ? {} : { product_id: state.product?.id, serial: state.serial },
            statements,
            kind: state.kind,
            priority: state.priority,
            channel: state.channel,
            ...this.caller,
            contact_phone: state.callerPhone,
            team_id: state.teamId,
            user_id: state.userId,
            conversation_id: state.conversationId,
        };
    }

    /** Who calls, where that is not the customer: a contact that rang, or a name that was typed. */
    get caller() {
        const { callerName, ringing } = this.state;
        const name = callerName.trim();
        return name && name === ringing?.name ? { caller_id: ringing.id } : { caller_name: name };
    }

    /** Of several on their way the last one counts, and none against what was chosen by hand. */
    async propose() {
        const values = { ...this.values, team_id: false, user_id: false };
        const proposing = this.orm.call("raya.desk", "propose", [values]);
        this.proposing = proposing;
        const proposal = await proposing;
        if (proposing !== this.proposing || this.state.isByHand) {
            return;
        }
        Object.assign(this.state, {
            teamId: proposal.team?.id || false,
            userId: proposal.user?.id || false,
            reason: proposal.reason,
            technicianIds: proposal.technicians,
        });
    }

    /** Whoever refers faster than the answer comes refers to whom it names. */
    async waitForProposal() {
        for (let awaited = null; awaited !== this.proposing;) {
            awaited = this.proposing;
            await awaited.catch(() => {});
        }
    }

    setKind(ev) {
        this.state.kind = ev.target.value;
        this.propose();
    }

    async chooseTeam(teamId) {
        Object.assign(this.state, { teamId, userId: false, reason: "", technicianIds: [], isByHand: true });
        if (teamId) {
            const [team] = await this.orm.read("raya.team", [teamId], ["user_ids"]);
            this.state.technicianIds = team.user_ids;
        }
    }

    chooseUser(userId) {
        Object.assign(this.state, { userId, reason: "", isByHand: true });
    }

    get technicianDomain() {
        return [["id", "in", this.state.technicianIds]];
    }

    onSayKey(ev) {
        if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            ev.preventDefault();
            this.register(true);
        }
    }

    /** A second tap while the first one is on its way does nothing. */
    async register(refer) {
        if (this.state.isBusy) {
            return;
        }
        if (!this.values.statements.length) {
            this.notification.add(_t("Say what is wrong: choose a symptom, or write the customer's words."), {
                type: "warning",
            });
            return this.focus();
        }
        this.state.isBusy = true;
        try {
            await this.waitForProposal();
            this.state.done = await this.orm.call("raya.desk", "register", [{ ...this.values, refer }]);
            this.state.step = "done";
        } finally {
            this.state.isBusy = false;
        }
    }

    // --- afterwards -----------------------------------------------------------------------

    /** Another unit of the same conversation: who calls stays, what is wrong is asked anew. */
    async anotherUnit() {
        const { done, callerName, callerPhone, channel, ringing, sight, customer } = this.state;
        const partnerId = this.state.partner_id || done.partner_id;
        this.proposing = null;
        Object.assign(this.state, newConversation(), {
            conversationId: done.id,
            callerName,
            callerPhone,
            channel,
            ringing,
            sight,
            customer,
        });
        await this.chooseCustomer(partnerId);
    }

    open(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openCall(callId) {
        return this.open("raya.call", callId);
    }

    openUnit() {
        return this.open("raya.asset", this.state.asset_id);
    }

    /** "17 of 22 jobs": never a bare percentage. */
    experience(fault) {
        const { jobs, total, weight } = fault;
        return total
            ? _t("%(jobs)s of %(total)s jobs", { jobs: writeDigits(jobs), total: writeDigits(total) })
            : _t("declared weight %(weight)s", { weight: writeDigits(weight) });
    }
}

registry.category("actions").add("raya_service_desk", ServiceDesk);
