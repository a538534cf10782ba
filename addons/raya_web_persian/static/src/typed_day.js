/**
 * The day that people type, in whichever calendar, order and digits.
 *
 * The rules are those of the server's files and forms: a year of four digits tells its calendar, and one of
 * two digits is the Solar Hijri one nearest today. What only the order tells is read as the language writes
 * it, because a picker reads again what its field wrote.
 *
 * @typedef {import("./solar_hijri").Day} Day
 */

import { R_INVISIBLE, toLatin } from "./digits";
import { addMonths, daysInMonth, fromGregorian, toGregorian } from "./solar_hijri";

const YEARS_BACK = 80;
const YEARS_AHEAD = 20;
const FIRST_SOLAR_YEAR = 1200;
const FIRST_GREGORIAN_YEAR = 1600;

const R_TIME = /(?:^|[\s,،T]+)(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?\s*(am|pm|ق\.?\s?ظ\.?|ب\.?\s?ظ\.?)?$/i;
const R_RELATIVE = /^([=+-])(\d+)([dwmy])$/;
const FILLING = new Set([
    ..."of the monday tuesday wednesday thursday friday saturday sunday".split(" "),
    ..."ماه سال یک دو سه چهار پنج شنبه یکشنبه دوشنبه سهشنبه چهارشنبه پنجشنبه جمعه".split(" "),
]);
// Where the parts of eight digits that stand together end, by the order.
const CUTS = { ymd: [4, 6], dmy: [2, 4], mdy: [2, 4] };
// Month and day, as they stand behind a year: what is more is a year itself.
const LAST_OF_YEAR = 1231;
const MONTHS = new Map();
for (const [calendar, names] of [
    ["solar", "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر ابان اذر دی بهمن اسفند"],
    ["solar", "farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman esfand"],
    ["gregorian", "ژانویه فوریه مارس اوریل مه ژوین ژوییه اوت سپتامبر اکتبر نوامبر دسامبر"],
    ["gregorian", "january february march april may june july august september october november december"],
    ["gregorian", "jan feb mar apr may jun jul aug sep oct nov dec"],
]) {
    names.split(" ").forEach((name, index) => MONTHS.set(name, { calendar, month: index + 1 }));
}

/**
 * @param {string} format of Luxon: "MM/dd/yyyy HH:mm:ss"
 * @returns {string} the order of year, month and day in it; that of Persian where it has not all of them
 */
export function orderOf(format) {
    const signs = format.replace(/'[^']*'/g, "").match(/y+|M+|L+|d+/g) || [];
    const order = signs.map((sign) => (sign[0] === "L" ? "m" : sign[0].toLowerCase())).join("");
    return CUTS[order] ? order : "ymd";
}

/** Thrown for what is written as a day and is in no calendar. */
export class NoSuchDay extends RangeError {}

/**
 * @param {string} text
 * @param {Day} today of the Gregorian calendar
 * @param {string} [order] in which the language writes: "ymd", "dmy" or "mdy"
 * @returns {{ day: Day, time: { hour: number, minute: number, second: number } | null } | null}
 *  the day of the Gregorian calendar and the time beside it, or null where the text is no day
 * @throws {NoSuchDay}
 */
export function readTyped(text, today, order = "ymd") {
    const typed = toLatin(text.replace(R_INVISIBLE, "")).trim();
    const time = R_TIME.exec(typed);
    const dayText = time ? typed.slice(0, time.index) : typed;
    const parts = split(dayText, order);
    const day = parts && readParts(parts, fromGregorian(today), order);
    if (!day) {
        return null;
    }
    return { day, time: time && readTime(time) };
}

/**
 * @param {string} text as Odoo's shortcuts: "+1m", "today =1d -1m"
 * @param {Day} today of the Gregorian calendar
 * @returns {Day | null} null where it is no shortcut, or one that no calendar matters to
 */
export function readRelative(text, today) {
    const terms = toLatin(text).trim().split(/\s+/);
    if (terms[0] === "today") {
        terms.shift();
    }
    const steps = terms.map((term) => R_RELATIVE.exec(term));
    const needsCalendar = steps.some((step) => step && ("my".includes(step[3]) || step[1] + step[3] === "=d"));
    if (!needsCalendar || !steps.every(Boolean)) {
        return null;
    }
    return steps.reduce((day, [, operator, number, unit]) => step(day, operator, Number(number), unit), today);
}

function step(day, operator, number, unit) {
    if (operator === "=") {
        const solar = fromGregorian(day);
        const { year, month, day: ofMonth } = { ...solar, [{ d: "day", m: "month", y: "year" }[unit]]: number };
        return toGregorian(year, month, Math.min(ofMonth, daysInMonth(year, month)));
    }
    const count = operator === "-" ? -number : number;
    if (unit === "m" || unit === "y") {
        return addMonths(day, unit === "y" ? 12 * count : count);
    }
    const { year, month, day: ofMonth } = day;
    const { c } = luxon.DateTime.utc(year, month, ofMonth).plus({ days: unit === "w" ? 7 * count : count });
    return { year: c.year, month: c.month, day: c.day };
}

/** Year, month and day as they stand in a text; null where it is something else. */
function split(text, order) {
    if (/^\d{8}$/.test(text)) {
        const [first, second] = CUTS[Number(text.slice(4)) > LAST_OF_YEAR ? order : "ymd"];
        return [text.slice(0, first), text.slice(first, second), text.slice(second)];
    }
    if (/^\d{6}$/.test(text)) {
        return [text.slice(0, 2), text.slice(2, 4), text.slice(4)];
    }
    if (!/^[\d\p{L}][\d\p{L}\s/.,،-]*$/u.test(text)) {
        return null;
    }
    const parts = text
        .toLowerCase()
        .replace(/[آأ]/g, "ا")
        .replace(/[يئ]/g, "ی")
        .replace(/ك/g, "ک")
        .split(/[\s/.,،-]+/)
        .map((part) => part.replace(/^(\d{1,2})(?:st|nd|rd|th|م|ام)$/, "$1"))
        .filter((part) => part && !FILLING.has(part));
    const isDay = parts.every((part) => /^\d{1,4}$/.test(part) || MONTHS.has(part));
    return isDay && parts.length >= 1 && parts.length <= 3 ? parts : null;
}

function readParts(parts, today, order) {
    const named = parts.filter((part) => MONTHS.has(part));
    if (named.length > 1) {
        return null;
    }
    if (named.length) {
        return readNamed(parts, MONTHS.get(named[0]), today);
    }
    return parts.length === 3 ? readNumbers(parts, today, order) : readPart(parts, today, order);
}

/** The name of the month tells the calendar as well; of two numbers the day comes first. */
function readNamed(parts, { calendar, month }, today) {
    const numbers = parts.filter((part) => !MONTHS.has(part));
    if (!numbers.length || (numbers.length === 1 && calendar !== "solar")) {
        return null;
    }
    const [day, year] = numbers[0].length === 4 ? [...numbers].reverse() : numbers;
    return toDay(year ? readYear(year, today) : today.year, month, Number(day), calendar);
}

function readNumbers(parts, today, order) {
    const [first, second, third] = parts;
    if (third.length > 2) {
        return toDay(readYear(third, today), ...monthFirst(Number(first), Number(second), order === "mdy"));
    }
    if (second.length > 2) {
        return null;
    }
    if (first.length > 2) {
        return toDay(readYear(first, today), Number(second), Number(third));
    }
    const { y, m, d } = Object.fromEntries([...order].map((sign, index) => [sign, parts[index]]));
    return toDay(readYear(y, today), Number(m), Number(d));
}

/** Month and day, or the day alone, of this year and month. */
function readPart(parts, today, order) {
    const [first, second] = parts.map(Number);
    if (parts.some((part) => part.length > 2)) {
        return null;
    }
    if (parts.length === 1) {
        return toDay(today.year, today.month, first, "solar");
    }
    return toDay(today.year, ...monthFirst(first, second, order !== "dmy"), "solar");
}

/** Month and day of two numbers: as they can only be meant, else as the language writes. */
function monthFirst(first, second, isMonthFirst) {
    const isMonth = isMonthFirst ? first <= 12 : second > 12;
    return isMonth ? [first, second] : [second, first];
}

function readYear(text, today) {
    if (text.length === 4) {
        return Number(text);
    }
    if (text.length > 2) {
        return null;
    }
    const century = today.year - (today.year % 100);
    const near = [century - 100, century, century + 100].map((start) => start + Number(text));
    const possible = near.filter((year) => year >= today.year - YEARS_BACK && year <= today.year + YEARS_AHEAD);
    return possible.sort((a, b) => Math.abs(a - today.year) - Math.abs(b - today.year))[0];
}

function toDay(year, month, day, calendar) {
    if (!year || year < FIRST_SOLAR_YEAR) {
        return null;
    }
    const known = year < FIRST_GREGORIAN_YEAR ? "solar" : "gregorian";
    if (calendar && calendar !== known) {
        return null;
    }
    try {
        return known === "solar" ? toGregorian(year, month, day) : checkedGregorian(year, month, day);
    } catch (error) {
        if (error instanceof RangeError) {
            throw new NoSuchDay(`${year}/${month}/${day}`);
        }
        throw error;
    }
}

function checkedGregorian(year, month, day) {
    // It refuses days that the calendar does not have.
    fromGregorian({ year, month, day });
    return { year, month, day };
}

function readTime([, hour, minute, second = "0", half = ""]) {
    const isAfternoon = /^(pm|ب)/i.test(half);
    const isMorning = /^(am|ق)/i.test(half);
    let hours = Number(hour);
    if (isAfternoon && hours < 12) {
        hours += 12;
    } else if (isMorning && hours === 12) {
        hours = 0;
    }
    if (hours > 23 || Number(minute) > 59 || Number(second) > 59) {
        throw new NoSuchDay(`${hour}:${minute}`);
    }
    return { hour: hours, minute: Number(minute), second: Number(second) };
}
