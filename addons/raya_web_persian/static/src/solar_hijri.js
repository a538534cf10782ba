/**
 * Days of the Solar Hijri calendar, which Iran and its papers count by.
 *
 * The server has the same functions in tools/solar_hijri.py, where the arithmetic is
 * explained; a test compares the two. A day is any object with the numbers `year`,
 * `month` and `day`, so also a Luxon `DateTime`: the day it shows, whatever its zone.
 *
 * @typedef {{ year: number, month: number, day: number }} Day
 */

import { toLatin, toPersian } from "./digits";

const MS_PER_DAY = 24 * 60 * 60 * 1000;
const DAYS_IN_CYCLE = 12053;
const YEARS_IN_CYCLE = 33;
const LONG_MONTHS = 6;
// The day of 1/1/1, counted from 1970-01-01.
const FIRST_DAY = -492268;
// A year that is read as Gregorian from here on, as Solar Hijri before.
const FIRST_GREGORIAN_YEAR = 1600;
// What the server's dates can hold.
const MIN_YEAR = 1;
const MAX_YEAR = 9999;

/**
 * @param {Day} day of the Gregorian calendar
 * @returns {Day} the same day as the Solar Hijri calendar counts it
 * @throws {RangeError} for a day that the Gregorian calendar does not have
 */
export function fromGregorian(day) {
    const number = numberOf(day);
    const year = 1 + Math.floor((YEARS_IN_CYCLE * (number - FIRST_DAY) + 3) / DAYS_IN_CYCLE);
    const dayOfYear = number - newYear(year);
    const month =
        1 + (dayOfYear < 31 * LONG_MONTHS ? Math.floor(dayOfYear / 31) : Math.floor((dayOfYear - LONG_MONTHS) / 30));
    return { year, month, day: 1 + dayOfYear - daysBefore(month) };
}

/**
 * @param {number} year of the Solar Hijri calendar
 * @param {number} month
 * @param {number} day
 * @returns {Day} the same day of the Gregorian calendar
 * @throws {RangeError} for a day that the Solar Hijri calendar does not have
 */
export function toGregorian(year, month, day) {
    if ([year, month, day].every(Number.isInteger) && month >= 1 && month <= 12) {
        const date = new Date((newYear(year) + daysBefore(month) + day - 1) * MS_PER_DAY);
        const isThere = day >= 1 && day <= daysInMonth(year, month);
        if (isThere && date.getUTCFullYear() >= MIN_YEAR && date.getUTCFullYear() <= MAX_YEAR) {
            return {
                year: date.getUTCFullYear(),
                month: date.getUTCMonth() + 1,
                day: date.getUTCDate(),
            };
        }
    }
    throw new RangeError(`No such day in the Solar Hijri calendar: ${year}/${month}/${day}`);
}

/**
 * @param {number} year of the Solar Hijri calendar
 * @returns {boolean} whether it has 366 days
 */
export function isLeap(year) {
    return newYear(year + 1) - newYear(year) === 366;
}

/**
 * @param {number} year of the Solar Hijri calendar
 * @param {number} month
 * @returns {number}
 * @throws {RangeError} for a month that no year has
 */
export function daysInMonth(year, month) {
    if (!(month >= 1 && month <= 12)) {
        throw new RangeError(`No such month: ${month}`);
    }
    if (month === 12 && !isLeap(year)) {
        return 29;
    }
    return month <= LONG_MONTHS ? 31 : 30;
}

/**
 * The same day of the month so many Solar Hijri months later, or earlier; the last day
 * of that month where it is shorter.
 *
 * @param {Day} day of the Gregorian calendar
 * @param {number} months
 * @returns {Day} of the Gregorian calendar
 * @throws {RangeError} where the result is no day that the server's dates can hold
 */
export function addMonths(day, months) {
    const start = fromGregorian(day);
    const index = 12 * start.year + start.month - 1 + months;
    const year = Math.floor(index / 12);
    const month = index - 12 * year + 1;
    return toGregorian(year, month, Math.min(start.day, daysInMonth(year, month)));
}

/**
 * @param {Day} day of the Gregorian calendar
 * @returns {string} as it is written in Iran: "۱۴۰۵/۰۱/۰۱"
 */
export function written(day) {
    const { year, month, day: dayOfMonth } = fromGregorian(day);
    const sign = year < 0 ? "-" : "";
    const parts = [
        sign + String(Math.abs(year)).padStart(4 - sign.length, "0"),
        String(month).padStart(2, "0"),
        String(dayOfMonth).padStart(2, "0"),
    ];
    return toPersian(parts.join("/"));
}

/**
 * The day that somebody wrote in either calendar: year, month and day in this order.
 * Years before 1600 are of the Solar Hijri calendar.
 *
 * @param {string} [text]
 * @returns {Day | null} of the Gregorian calendar
 */
export function read(text) {
    const parts = toLatin(text || "").split(/[-/.\s]+/);
    const numbers = parts.filter((part) => /^\d{1,9}$/.test(part)).map(Number);
    if (numbers.length !== 3 || numbers[0] < MIN_YEAR || numbers[0] > MAX_YEAR) {
        return null;
    }
    const [year, month, day] = numbers;
    try {
        if (year < FIRST_GREGORIAN_YEAR) {
            return toGregorian(year, month, day);
        }
        numberOf({ year, month, day });
        return { year, month, day };
    } catch (error) {
        if (error instanceof RangeError) {
            return null;
        }
        throw error;
    }
}

/** The number of a Gregorian day, counted from 1970-01-01. */
function numberOf({ year, month, day }) {
    const date = new Date(0);
    // Date.UTC() would take the years 1 to 99 for those of the twentieth century.
    date.setUTCFullYear(year, month - 1, day);
    const isThere = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    if (!isThere || year < MIN_YEAR || year > MAX_YEAR) {
        throw new RangeError(`No such day in the Gregorian calendar: ${year}-${month}-${day}`);
    }
    return date.getTime() / MS_PER_DAY;
}

/** The number of the first day of a Solar Hijri year, counted from 1970-01-01. */
function newYear(year) {
    return FIRST_DAY + 365 * (year - 1) + Math.floor((8 * year + 21) / YEARS_IN_CYCLE);
}

/** How many days of the year lie before the month. */
function daysBefore(month) {
    return 30 * (month - 1) + Math.min(month - 1, LONG_MONTHS);
}
