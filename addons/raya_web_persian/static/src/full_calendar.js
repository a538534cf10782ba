/* global FullCalendar */
/**
 * FullCalendar by the months of the Solar Hijri calendar. It stands at the end of FullCalendar's own
 * bundle, which loads later than Odoo's modules: its classes do not exist before.
 *
 * Its markers are dates in UTC whose numbers are those that are shown.
 */
(() => {
    const { DateEnv } = FullCalendar.Internal;
    const ours = (name) => odoo.loader.modules.get(`@raya_web_persian/${name}`);
    const DAY = 24 * 60 * 60 * 1000;

    function solarOf(marker) {
        const day = { year: marker.getUTCFullYear(), month: marker.getUTCMonth() + 1, day: marker.getUTCDate() };
        return ours("solar_hijri").fromGregorian(day);
    }

    /** Months and days may lie beyond their year and month, as FullCalendar adds to them. */
    function toMarker([year, month = 0, day = 1, hour = 0, minute = 0, second = 0, ms = 0]) {
        const index = 12 * year + month;
        const ofYear = Math.floor(index / 12);
        const first = ours("solar_hijri").toGregorian(ofYear, index - 12 * ofYear + 1, 1);
        const start = Date.UTC(first.year, first.month - 1, first.day, hour, minute, second, ms);
        return new Date(start + (day - 1) * DAY);
    }

    const solarSystem = {
        getMarkerYear: (marker) => solarOf(marker).year,
        getMarkerMonth: (marker) => solarOf(marker).month - 1,
        getMarkerDay: (marker) => solarOf(marker).day,
        arrayToMarker: toMarker,
        markerToArray(marker) {
            const { year, month, day } = solarOf(marker);
            const time = [marker.getUTCHours(), marker.getUTCMinutes(), marker.getUTCSeconds()];
            return [year, month - 1, day, ...time, marker.getUTCMilliseconds()];
        },
    };

    // Formats written as text go to Luxon, which takes the numbers of a day for those of its own calendar.
    let isForLuxon = false;
    const isSolar = () => !isForLuxon && ours("reader")?.isSolar();
    for (const name of ["format", "formatRange"]) {
        const original = DateEnv.prototype[name];
        DateEnv.prototype[name] = function (...args) {
            isForLuxon = args.some((arg) => arg?.cmdStr);
            try {
                return original.apply(this, args);
            } finally {
                isForLuxon = false;
            }
        };
    }
    const { startOfWeek } = DateEnv.prototype;
    /** FullCalendar takes the day from the marker itself there, and month and year from the calendar. */
    DateEnv.prototype.startOfWeek = function (marker) {
        if (!isSolar()) {
            return startOfWeek.call(this, marker);
        }
        const back = (marker.getUTCDay() - this.weekDow + 7) % 7;
        return new Date(Date.UTC(marker.getUTCFullYear(), marker.getUTCMonth(), marker.getUTCDate() - back));
    };

    const systems = new WeakMap();
    Object.defineProperty(DateEnv.prototype, "calendarSystem", {
        configurable: true,
        get() {
            return isSolar() ? solarSystem : systems.get(this);
        },
        set(system) {
            systems.set(this, system);
        },
    });
})();
