/**
 * Holidays of the working calendar, asked for once for each year that somebody looks at.
 */

import { rpc } from "@web/core/network/rpc";
import { session } from "@web/session";
import { toPlain, toSolar } from "./solar_moment";

class Holidays {
    /** @type {Map<string, string>} name by ISO day */
    names = new Map();
    /** @type {Map<number, Promise>} */
    years = new Map();

    /**
     * Ask for the holidays of the year of a day, if they are not known yet.
     *
     * @param {luxon.DateTime} moment
     * @param {Function} onFound called when there are new ones
     */
    ask(moment, onFound) {
        const { year } = toSolar(moment);
        if (this.years.has(year) || session.is_frontend) {
            return;
        }
        this.years.set(
            year,
            this.fetch(moment).then((found) => found && onFound()),
        );
    }

    async fetch(moment) {
        const [start, end] = ["startOf", "endOf"].map((bound) => toPlain(toSolar(moment)[bound]("year")).toISODate());
        const found = await rpc("/raya_web_persian/holidays", { start, end }, { silent: true });
        for (const [day, name] of Object.entries(found)) {
            this.names.set(day, name);
        }
        return Object.keys(found).length > 0;
    }

    /**
     * @param {luxon.DateTime} moment
     * @returns {string | undefined} the name of the holiday, which may be empty; undefined for other days
     */
    nameOf(moment) {
        return this.names.get(toPlain(moment).toISODate());
    }
}

export const holidays = new Holidays();
