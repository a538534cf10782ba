import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { KeepLast } from "@web/core/utils/concurrency";
import { useDebounced } from "@web/core/utils/timing";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { writeNumber } from "@raya_web_persian/number_text";
import { writeDigits } from "@raya_web_persian/reader";

const TYPING_PAUSE = 200;

/** Finds knowledge by its words, and probable faults by the symptoms at hand. */
export class KnowledgeSearch extends Component {
    static template = "raya_service_knowledge.KnowledgeSearch";
    static components = { Layout, RecordSelector };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ text: "", productId: false, groups: [], symptoms: [], faults: [], isEmpty: false });
        this.latestFind = new KeepLast();
        this.latestSuggest = new KeepLast();
        this.findSoon = useDebounced(() => this.find(), TYPING_PAUSE);
        useAutofocus({ refName: "words" });
        this.display = { controlPanel: {} };
    }

    get isGuess() {
        return this.state.groups.some((group) => group.is_guess);
    }

    get symptomIds() {
        return this.state.symptoms.map((symptom) => symptom.id);
    }

    async find() {
        const { text, productId } = this.state;
        const groups = await this.latestFind.add(this.orm.call("raya.knowledge.search", "find", [text, productId]));
        this.state.groups = groups;
        this.state.isEmpty = Boolean(text.trim()) && !groups.length;
    }

    /** Whoever stops at words without a find leaves them to the editors; the server knows whether they are found. */
    noteUnfound() {
        if (this.state.text.trim()) {
            this.orm.silent.call("raya.knowledge.search", "note_unfound", [this.state.text]);
        }
    }

    async suggest() {
        this.state.faults = await this.latestSuggest.add(
            this.orm.call("raya.knowledge.search", "suggest", [this.symptomIds, this.state.productId]),
        );
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.findSoon();
    }

    chooseProduct(productId) {
        this.state.productId = productId;
        this.find();
        this.suggest();
    }

    addSymptom(symptom) {
        if (!this.symptomIds.includes(symptom.id)) {
            this.state.symptoms.push(symptom);
            this.suggest();
        }
    }

    removeSymptom(symptom) {
        this.state.symptoms = this.state.symptoms.filter((other) => other.id !== symptom.id);
        this.suggest();
    }

    open(model, id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    /** The whole group on this page, found by the same words for the same product. */
    async showAll(group) {
        const { text, productId } = this.state;
        const whole = await this.latestFind.add(
            this.orm.call("raya.knowledge.search", "find_all", [group.model, text, productId]),
        );
        Object.assign(group, whole, { isWhole: true });
    }

    async openList(group) {
        const { text, productId } = this.state;
        this.action.doAction(
            await this.orm.call("raya.knowledge.search", "get_list_action", [group.model, text, productId]),
        );
    }

    /** "17 of 22 jobs": never a bare percentage. */
    experience(fault) {
        const { jobs, total, weight } = fault;
        return total
            ? _t("%(jobs)s of %(total)s jobs", { jobs: writeDigits(jobs), total: writeDigits(total) })
            : _t("declared weight %(weight)s", { weight: writeNumber(String(weight)) });
    }
}

registry.category("actions").add("raya_knowledge_search", KnowledgeSearch);
