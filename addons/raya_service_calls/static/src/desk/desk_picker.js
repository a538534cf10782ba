import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { useDebounced } from "@web/core/utils/timing";

const TYPING_PAUSE = 120;

/**
 * A box that finds while one types. Arrows choose, Enter takes, Escape clears.
 *
 * Whoever types faster than the answer comes gets no blind guess: Enter waits for the
 * answer to what stands in the box, and takes it only if it is the only one.
 */
export class DeskPicker extends Component {
    static template = "raya_service_calls.DeskPicker";
    static props = {
        id: String,
        label: String,
        // Finds a list of items, each with a unique ``key``.
        find: Function,
        choose: Function,
        // Takes the words that nothing was found by, and those that are meant otherwise.
        keep: { type: Function, optional: true },
        keepLabel: { type: Function, optional: true },
        enterEmpty: { type: Function, optional: true },
        placeholder: { type: String, optional: true },
        text: { type: String, optional: true },
        className: { type: String, optional: true },
        isFirst: { type: Boolean, optional: true },
        slots: { type: Object, optional: true },
    };
    static defaultProps = { text: "", className: "", isFirst: false };

    setup() {
        this.state = useState({ text: this.props.text, found: [], at: 0, asked: "" });
        this.box = useRef("box");
        this.latest = new KeepLast();
        this.findSoon = useDebounced(() => this.find(), TYPING_PAUSE);
        onMounted(() => this.state.text && this.find());
        onWillUnmount(() => this.findSoon.cancel());
    }

    get isAnswered() {
        return Boolean(this.state.text.trim()) && this.state.asked === this.state.text;
    }

    /** What was typed stands behind what was found. */
    get canKeep() {
        return this.isAnswered && Boolean(this.props.keep);
    }

    get places() {
        return this.state.found.length + (this.canKeep ? 1 : 0);
    }

    async find() {
        const { text } = this.state;
        const found = text.trim() ? await this.latest.add(this.props.find(text)) : [];
        Object.assign(this.state, { found, at: 0, asked: text });
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.findSoon();
    }

    async onKeydown(ev) {
        if (ev.isComposing || ev.ctrlKey || ev.metaKey || ev.altKey) {
            return;
        }
        const moves = { ArrowDown: 1, ArrowUp: -1 };
        if (ev.key in moves) {
            ev.preventDefault();
            this.state.at = Math.min(Math.max(this.state.at + moves[ev.key], 0), Math.max(this.places - 1, 0));
        } else if (ev.key === "Escape") {
            ev.preventDefault();
            this.clear();
        } else if (ev.key === "Enter") {
            ev.preventDefault();
            await this.enter();
        }
    }

    async enter() {
        if (!this.state.text.trim()) {
            return this.props.enterEmpty?.();
        }
        const hasSeen = this.isAnswered;
        if (!hasSeen) {
            await this.find();
        }
        const { found, at } = this.state;
        if (found.length > 1 && !hasSeen) {
            return;
        }
        return found[at] ? this.take(found[at]) : this.keep();
    }

    take(item) {
        this.clear();
        this.props.choose(item);
    }

    keep() {
        const { text } = this.state;
        if (this.props.keep) {
            this.clear();
            this.props.keep(text);
        }
    }

    clear() {
        this.findSoon.cancel();
        Object.assign(this.state, { text: "", found: [], at: 0, asked: "" });
        this.box.el?.focus();
    }
}
