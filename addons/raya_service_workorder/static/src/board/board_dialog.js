import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

import { findMates, keepHelpers } from "./board_people";
import { clock, duration, QUARTER } from "./board_time";

const EARLIEST = 5 * 60;
const LATEST = 23 * 60;
const LENGTHS = [15, 30, 45, 60, 75, 90, 105, 120, 150, 180, 210, 240, 300, 360, 420, 480];

const range = (first, last, step) => Array.from({ length: (last - first) / step + 1 }, (_, at) => first + at * step);

/** Who goes when, chosen instead of dragged. */
export class BoardPlanDialog extends Component {
    static template = "raya_service_workorder.BoardPlanDialog";
    static components = { Dialog };
    static props = {
        card: Object,
        people: Array,
        days: Array,
        day: String,
        userId: [Number, Boolean],
        save: Function,
        open: Function,
        unplan: { type: Function, optional: true },
        close: Function,
    };

    setup() {
        const { card, people, day, userId } = this.props;
        const minutes = card.id ? card.stop - card.start : card.minutes;
        this.lengths = [...new Set([...LENGTHS, minutes])].sort((a, b) => a - b);
        this.minutes = range(EARLIEST, LATEST, QUARTER);
        if (card.id && !this.minutes.includes(card.start)) {
            this.minutes = [card.start, ...this.minutes];
        }
        this.clock = clock;
        this.dayLabel = ({ weekday, label }) => `${weekday} ${label}`;
        this.duration = duration;
        this.state = useState({
            userId: userId || card.user_id || people[0]?.id || "",
            day: card.day || day,
            minute: card.id ? card.start : "",
            minutes,
            isEmergency: Boolean(card.is_emergency),
            helperIds: [...(card.helper_ids || [])],
            refused: "",
            isBusy: false,
        });
    }

    get mates() {
        return findMates(this.props.people, this.state.userId);
    }

    toggleHelper(userId) {
        const { helperIds } = this.state;
        this.state.helperIds = helperIds.includes(userId)
            ? helperIds.filter((id) => id !== userId)
            : [...helperIds, userId];
    }

    /** The dialog stays open with the reason of a refusal. */
    async save() {
        const { state } = this;
        state.isBusy = true;
        const answer = await this.props.save({
            userId: state.userId,
            day: state.day,
            minute: state.minute === "" ? null : state.minute,
            minutes: state.minutes,
            isEmergency: state.isEmergency,
            helperIds: keepHelpers(state.helperIds, this.props.people, state.userId),
        });
        state.isBusy = false;
        state.refused = answer.refused || "";
        if (!answer.refused) {
            this.props.close();
        }
    }

    open() {
        this.props.close();
        this.props.open();
    }

    unplan() {
        this.props.close();
        this.props.unplan();
    }
}

/** A day as it could be, to be taken or left. */
export class BoardSuggestDialog extends Component {
    static template = "raya_service_workorder.BoardSuggestDialog";
    static components = { Dialog };
    static props = { title: String, stops: Array, left: Number, accept: Function, close: Function };

    setup() {
        this.clock = clock;
        this.state = useState({ refused: "" });
    }

    async accept() {
        const answer = await this.props.accept();
        this.state.refused = answer.refused || "";
        if (!answer.refused) {
            this.props.close();
        }
    }
}
