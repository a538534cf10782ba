/**
 * A Luxon DateTime whose year, month and day are counted by the Solar Hijri calendar.
 *
 * The moment is the same and stays a DateTime, so that Odoo's components take it; only what speaks of
 * months and years differs. Code that mixes its numbers with `DateTime.local(year, month, day)` is
 * wrong about it: it is let in at few doors, and turned back by `toPlain` where it goes out.
 */

import { localization } from "@web/core/l10n/localization";
import { addMonths, daysInMonth, fromGregorian, toGregorian } from "./solar_hijri";

const { DateTime, Duration } = luxon;
const plain = DateTime.prototype;
const MONTHS = { year: 12, quarter: 3, month: 1 };
const MS_PER_WEEK = 7 * 24 * 60 * 60 * 1000;

const dayOf = (moment) => ({ year: moment.c.year, month: moment.c.month, day: moment.c.day });
const solarOf = (moment) => fromGregorian(dayOf(moment));
const unitOf = (unit) => unit.replace(/s$/, "");

/**
 * @param {luxon.DateTime} moment
 * @returns {luxon.DateTime} the same moment in the Solar Hijri calendar
 */
export function toSolar(moment) {
    if (!moment?.isValid || isSolarMoment(moment)) {
        return moment;
    }
    return Object.setPrototypeOf(moment.reconfigure({ locale: moment.locale }), solar);
}

/**
 * @param {luxon.DateTime} moment
 * @returns {luxon.DateTime} the same moment as Luxon counts it
 */
export function toPlain(moment) {
    return isSolarMoment(moment) ? plain.reconfigure.call(moment, { locale: moment.locale }) : moment;
}

/** @returns {boolean} whether it is one that toSolar() made */
export function isSolarMoment(moment) {
    return Boolean(moment) && Object.getPrototypeOf(moment) === solar;
}

/**
 * Year and number of the week in which a day lies; the first one is that of 1 Farvardin.
 *
 * @param {luxon.DateTime} moment
 * @returns {{ year: number, week: number }}
 */
export function solarWeek(moment) {
    const start = startOfWeek(toPlain(moment).startOf("day"));
    const { year } = solarOf(start.plus({ days: 6 }));
    const first = startOfWeek(start.set(toGregorian(year, 1, 1)));
    return { year, week: Math.round((start - first) / MS_PER_WEEK) + 1 };
}

function startOfWeek(moment) {
    return moment.minus({ days: (moment.weekday - localization.weekStart + 7) % 7 });
}

/** The plain values to set for some of the Solar Hijri calendar; the day is cut to its month, as Luxon does. */
function toPlainValues(moment, values) {
    const rest = {};
    const wanted = {};
    for (const [unit, value] of Object.entries(values)) {
        const target = ["year", "month", "day"].includes(unitOf(unit)) ? wanted : rest;
        target[unitOf(unit)] = value;
    }
    if (!Object.keys(wanted).length) {
        return rest;
    }
    const { year, month, day } = { ...solarOf(moment), ...wanted };
    const lastDay = daysInMonth(year, month);
    return { ...toGregorian(year, month, "day" in wanted ? day : Math.min(day, lastDay)), ...rest };
}

const getters = {
    year: (moment) => solarOf(moment).year,
    month: (moment) => solarOf(moment).month,
    day: (moment) => solarOf(moment).day,
    quarter: (moment) => Math.ceil(solarOf(moment).month / 3),
    ordinal: (moment) => 30 * (moment.month - 1) + Math.min(moment.month - 1, 6) + moment.day,
    daysInMonth: (moment) => daysInMonth(moment.year, moment.month),
    monthLong: (moment) => toPlain(moment).toFormat("LLLL"),
    monthShort: (moment) => toPlain(moment).toFormat("LLL"),
    weekNumber: (moment) => solarWeek(moment).week,
};

const methods = {
    set(values) {
        return toSolar(plain.set.call(toPlain(this), toPlainValues(this, values)));
    },
    plus(duration) {
        const { years = 0, quarters = 0, months = 0, ...rest } = Duration.fromDurationLike(duration).toObject();
        const count = 12 * years + 3 * quarters + months;
        const day = count ? addMonths(dayOf(this), count) : {};
        return toSolar(toPlain(this).set(day).plus(rest));
    },
    minus(duration) {
        return this.plus(Duration.fromDurationLike(duration).negate());
    },
    startOf(unit, ...args) {
        const months = MONTHS[unitOf(unit)];
        if (!months) {
            return toSolar(toPlain(this).startOf(unit, ...args));
        }
        const { year, month } = solarOf(this);
        const first = toGregorian(year, Math.floor((month - 1) / months) * months + 1, 1);
        return toSolar(toPlain(this).set(first).startOf("day"));
    },
    endOf(unit, ...args) {
        return this.startOf(unit, ...args)
            .plus({ [unit]: 1 })
            .minus(1);
    },
    hasSame(other, unit, ...args) {
        if (!MONTHS[unitOf(unit)]) {
            return plain.hasSame.call(toPlain(this), toPlain(other), unit, ...args);
        }
        return this.startOf(unit) <= other && other <= this.endOf(unit);
    },
};
for (const name of ["toFormat", "toLocaleString", "toRelative", "toRelativeCalendar", "diff", "toObject"]) {
    methods[name] = function (...args) {
        return toPlain(this)[name](...args.map(toPlain));
    };
}

const solar = Object.create(plain);
for (const [name, get] of Object.entries(getters)) {
    Object.defineProperty(solar, name, {
        get() {
            return get(this);
        },
    });
}
for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(solar, name, { value });
}
