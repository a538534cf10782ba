import { Component, markRaw, onPatched, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast, Mutex } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { writeDigits } from "@raya_web_persian/reader";

import { BoardPlanDialog, BoardSuggestDialog } from "./board_dialog";
import { useBoardDrag } from "./board_drag";
import { clock, dayBounds, duration, gaps, isRtl, PIXELS_A_MINUTE, QUARTER } from "./board_time";

/** Days by technicians: who goes when, what is free, what waits. By mouse, by keyboard, and on the phone. */
export class ServiceBoard extends Component {
    static template = "raya_service_workorder.ServiceBoard";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.ui = useService("ui");
        this.root = useRef("root");
        this.latest = new KeepLast();
        this.steps = new Mutex();
        this.display = { controlPanel: {} };
        Object.assign(this, { clock, duration, writeDigits, PIXELS_A_MINUTE });
        const kept = this.props.globalState?.board;
        this.state = useState({
            board: null,
            mode: kept?.mode || "week",
            teamId: kept?.teamId || false,
            day: kept?.day || false,
            tab: "plan",
            line: { text: "", isRefused: false },
        });
        this.again = null;
        this.focused = null;
        useSetupAction({
            getGlobalState: () => {
                const { mode, teamId, day } = this.state;
                return { board: { mode, teamId, day } };
            },
        });
        this.drag = useBoardDrag({
            ref: this.root,
            enable: () => Boolean(this.canPlan && !this.ui.isSmall),
            onDrop: (...where) => this.drop(...where),
            onResize: (card, minutes) => {
                const visit = this.getVisit(card.dataset.visit);
                return this.move(visit, { minute: visit.start, minutes });
            },
        });
        onWillStart(() => this.load());
        onPatched(() => this.focusAgain());
    }

    // --- what is shown ----------------------------------------------------------------

    get isDay() {
        return this.ui.isSmall || this.state.mode === "day";
    }

    get board() {
        return this.state.board;
    }

    get canPlan() {
        return this.board?.can_plan;
    }

    async load() {
        const { day, teamId } = this.state;
        const board = await this.latest.add(
            this.orm.silent.call("raya.board", "get_board", [day, this.isDay ? 1 : 7, teamId]),
        );
        this.index(board);
        this.state.board = markRaw(board);
    }

    /** Cards by person and day, in the order of time: looked up once, not by each cell. */
    index(board) {
        this.visits = new Map(board.visits.map((visit) => [visit.id, visit]));
        this.cells = new Map();
        for (const visit of board.visits) {
            for (const person of [visit.user_id, ...visit.helper_ids]) {
                const key = `${person} ${visit.day}`;
                this.cells.set(key, [...(this.cells.get(key) || []), visit]);
            }
        }
        this.cells.forEach((cards) => cards.sort((a, b) => a.start - b.start));
        const day = board.days[0].day;
        const spans = board.people.flatMap((person) => person.work[day] || []);
        this.bounds = dayBounds([...spans, ...board.visits.map(({ start, stop }) => [start, stop])]);
        const [first, last] = this.bounds;
        this.hours = Array.from({ length: (last - first) / 60 }, (_, at) => first + at * 60);
        this.trackWidth = (last - first) * PIXELS_A_MINUTE;
    }

    getVisit(id) {
        return this.visits.get(Number(id));
    }

    getQueued(key) {
        return this.board.queue.find((card) => card.key === key);
    }

    cardsOf(person, day) {
        return this.cells.get(`${person.id} ${day.day}`) || [];
    }

    /** "On leave", "Day off" or nothing: what makes a whole day of somebody empty. */
    absenceOf(person, day) {
        const away = person.away[day.day] || [];
        const work = person.work[day.day] || [];
        const isAway = ([from, to]) => away.some(([first, last]) => first <= from && to <= last);
        if (!work.length) {
            return away.length ? _t("On leave") : _t("Day off");
        }
        if (away.length && work.every(isAway)) {
            return _t("On leave");
        }
        return away.length ? _t("On leave %s", away.map((span) => span.map(clock).join("–")).join(", ")) : "";
    }

    isOff(person, day) {
        const work = person.work[day.day] || [];
        const away = person.away[day.day] || [];
        return work.every(([from, to]) => away.some(([first, last]) => first <= from && to <= last));
    }

    /** Blocks of a day in which somebody does not work: left and width in pixels. */
    blocksOf(person, day) {
        const [first, last] = this.bounds;
        const away = (person.away[day.day] || []).map(([from, to]) => [Math.max(from, first), Math.min(to, last)]);
        const off = gaps(person.work[day.day] || [], first, last);
        return [
            ...off.map((span) => ({ ...this.place(...span), key: `off ${span[0]}`, label: "" })),
            ...away.map((span) => ({ ...this.place(...span), key: `away ${span[0]}`, label: _t("On leave") })),
        ].filter((block) => block.width > 0);
    }

    place(start, stop) {
        return {
            start: (start - this.bounds[0]) * PIXELS_A_MINUTE,
            width: (stop - start) * PIXELS_A_MINUTE,
        };
    }

    styleOf({ start, width }) {
        return `inset-inline-start: ${start}px; width: ${width}px;`;
    }

    isMovable(visit, person) {
        return this.canPlan && visit.state === "planned" && visit.user_id === person.id;
    }

    /** What a screen reader says of a card. */
    labelOf(card, day = "") {
        const time = card.id ? `${clock(card.start)}–${clock(card.stop)}` : duration(card.minutes);
        return [day.weekday, time, card.customer, card.zone, card.product].filter(Boolean).join(", ");
    }

    suggestLabel(person) {
        return _t("Suggest a day of %s", person.name);
    }

    // --- where one looks --------------------------------------------------------------

    show(values) {
        Object.assign(this.state, values);
        return this.load();
    }

    openDay(day) {
        return this.show({ mode: "day", day });
    }

    chooseTeam(ev) {
        return this.show({ teamId: Number(ev.target.value) || false });
    }

    openVisit(visit) {
        return this.openRecord("raya.visit", visit.id);
    }

    openJob(card) {
        return this.openRecord("raya.workorder", card.job_ids[0]);
    }

    openRecord(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    // --- planning ---------------------------------------------------------------------

    /** A verb of the board; what it answers stands in the line, a refusal with the way around it. */
    async ask(verb, args, emergency, focused = null) {
        const answer = await this.orm.call("raya.board", verb, args);
        if (!answer.refused) {
            await this.load();
        }
        this.focused = focused;
        this.again = answer.refused && emergency ? emergency : null;
        this.state.line = {
            text: answer.refused || answer.said,
            isRefused: Boolean(answer.refused),
            canForce: Boolean(this.again),
        };
        return answer;
    }

    force() {
        return this.again();
    }

    plan(card, { userId, day, minute = null, minutes = null, isEmergency = false, helperIds = [] }) {
        const args = [card.job_ids, userId, day, minute, minutes];
        const force = () => this.ask("plan", [...args, true, helperIds]);
        return this.ask("plan", [...args, isEmergency, helperIds], !isEmergency && force);
    }

    move(visit, { userId = visit.user_id, day = visit.day, minute = null, minutes = null, isEmergency, helperIds }) {
        const focused = `[data-visit="${visit.id}"]`;
        const isUrgent = isEmergency ?? visit.is_emergency;
        const args = [visit.id, userId, day, minute, minutes];
        // Without helpers the ones of before go along.
        const helpers = helperIds ? [helperIds] : [];
        const force = () => this.ask("move", [...args, true, ...helpers], null, focused);
        return this.ask("move", [...args, isUrgent, ...helpers], !isUrgent && force, focused);
    }

    unplan(visit) {
        return this.ask("unplan", [visit.id]);
    }

    drop(card, cell, minute) {
        const visit = this.getVisit(card.dataset.visit);
        if (!cell.dataset.user) {
            return visit && this.unplan(visit);
        }
        const userId = Number(cell.dataset.user);
        const { day } = cell.dataset;
        if (!visit) {
            return this.plan(this.getQueued(card.dataset.queue), { userId, day, minute });
        }
        const isThere = visit.user_id === userId && visit.day === day;
        return (!isThere || minute !== undefined) && this.move(visit, { userId, day, minute });
    }

    openDialog(card, userId = false) {
        const save = (values) => (card.id ? this.move(card, values) : this.plan(card, values));
        this.dialog.add(BoardPlanDialog, {
            card,
            userId,
            people: this.board.people,
            days: this.board.choices,
            day: this.isDay ? this.board.first : this.board.choices.find((day) => day.is_today).day,
            save,
            open: () => (card.id ? this.openVisit(card) : this.openJob(card)),
            unplan: card.id ? () => this.unplan(card) : undefined,
        });
    }

    async suggest(person) {
        const day = this.board.days[0];
        const { stops, left } = await this.orm.call("raya.board", "suggest", [person.id, day.day]);
        this.dialog.add(BoardSuggestDialog, {
            title: `${person.name} · ${day.weekday} ${day.label}`,
            stops,
            left,
            accept: () => this.ask("arrange", [person.id, day.day, stops]),
        });
    }

    // --- keyboard and mouse -----------------------------------------------------------

    /** The card that an event is about: one that is planned, or one that waits. */
    cardOf(ev) {
        const el = ev.target.closest("[data-visit], [data-queue]");
        return el && (this.getVisit(el.dataset.visit) || this.getQueued(el.dataset.queue));
    }

    onClick(ev) {
        const card = !ev.target.closest("button, a, select") && this.cardOf(ev);
        if (card) {
            return this.canPlan && (!card.id || card.state === "planned") ? this.openDialog(card) : this.openCard(card);
        }
    }

    openCard(card) {
        return card.id ? this.openVisit(card) : this.openJob(card);
    }

    onKey(ev) {
        const card = !ev.target.closest("button, a, select") && this.cardOf(ev);
        if (!card || ev.ctrlKey || ev.metaKey) {
            return;
        }
        const verb = this.getVerb(ev, card);
        if (verb) {
            ev.preventDefault();
            ev.stopPropagation();
            // Each step goes from where the one before has led, however fast they are typed.
            return ev.altKey ? this.steps.exec(() => this.step(ev, card)) : verb();
        }
    }

    step(ev, card) {
        const visit = this.getVisit(card.id);
        const verb = visit && this.getVerb(ev, visit);
        return verb && verb();
    }

    getVerb(ev, card) {
        const isFree = this.canPlan && (!card.id || card.state === "planned");
        if (ev.key === "Enter" && !ev.altKey) {
            return () => this.openCard(card);
        }
        // Also the key on which another keyboard has another letter.
        if (isFree && (ev.code === "KeyP" || ev.key === "p") && !ev.altKey) {
            return () => this.openDialog(card);
        }
        if (isFree && card.id && ev.key === "Delete") {
            return () => this.unplan(card);
        }
        return isFree && card.id && ev.altKey && this.getStep(ev, card);
    }

    /** Alt and an arrow: to the neighbour, to the next day, in the day view by a quarter of an hour. */
    getStep(ev, visit) {
        const rows = { ArrowUp: -1, ArrowDown: 1 }[ev.key];
        const columns = { ArrowLeft: -1, ArrowRight: 1 }[ev.key] * (isRtl() ? -1 : 1);
        const { people, days } = this.board;
        if (rows) {
            const person = people[people.findIndex(({ id }) => id === visit.user_id) + rows];
            const minute = this.isDay ? visit.start : null;
            return () => person && this.move(visit, { userId: person.id, minute });
        }
        if (columns && this.isDay) {
            const step = columns * QUARTER;
            return ev.shiftKey
                ? () => this.move(visit, { minute: visit.start, minutes: visit.stop - visit.start + step })
                : () => this.move(visit, { minute: visit.start + step });
        }
        const day = columns && days[days.findIndex((each) => each.day === visit.day) + columns];
        return columns && (() => day && this.move(visit, { day: day.day }));
    }

    /** A card that was moved by the keyboard is the one that the next key moves. */
    focusAgain() {
        if (this.focused) {
            const card = this.root.el?.querySelector(`.o_raya_own${this.focused}`);
            this.focused = null;
            card?.focus();
            card?.scrollIntoView({ block: "nearest", inline: "nearest" });
        }
    }
}

registry.category("actions").add("raya_service_board", ServiceBoard);
