/** The calendar view by the months of the reader's calendar. FullCalendar itself: full_calendar.js. */

import { patch } from "@web/core/utils/patch";
import { CalendarCommonRenderer } from "@web/views/calendar/calendar_common/calendar_common_renderer";
import { CalendarController } from "@web/views/calendar/calendar_controller";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { CalendarYearRenderer } from "@web/views/calendar/calendar_year/calendar_year_renderer";
import { hasPersianDigits, isPersianText, isSolar, reader, writeDigits } from "./reader";
import { solarWeek, toPlain, toSolar } from "./solar_moment";

const { DateTime, Settings } = luxon;
const asRead = (moment) => (isSolar() ? toSolar(moment) : moment);

patch(CalendarModel.prototype, {
    async load(params = {}) {
        const isMoved = isSolar() && params.date;
        return super.load(isMoved ? { ...params, date: toPlain(params.date) } : params);
    },
    computeRange() {
        if (!isSolar()) {
            return super.computeRange();
        }
        const { date } = this.meta;
        this.meta.date = toSolar(date);
        try {
            const { start, end } = super.computeRange();
            return { start: toPlain(start), end: toPlain(end) };
        } finally {
            this.meta.date = date;
        }
    },
    get date() {
        return asRead(super.date);
    },
    get rangeStart() {
        return asRead(super.rangeStart);
    },
    get rangeEnd() {
        return asRead(super.rangeEnd);
    },
});

patch(CalendarController.prototype, {
    get date() {
        return asRead(super.date);
    },
    get currentDate() {
        if (!isSolar() || !super.currentDate) {
            return writeDigits(super.currentDate);
        }
        const date = this.model.meta.date || DateTime.now();
        return ` - ${date.toFormat("LLLL yyyy")}`;
    },
    get dayHeader() {
        return writeDigits(super.dayHeader);
    },
    get weekHeader() {
        return writeDigits(super.weekHeader);
    },
    get currentMonth() {
        return writeDigits(super.currentMonth);
    },
    get currentWeek() {
        return writeDigits(isSolar() ? solarWeek(this.model.rangeStart).week : super.currentWeek);
    },
});

/** What FullCalendar writes by itself: the browser's locale tells it the calendar and the digits. */
function readerOptions(options) {
    if (!isSolar() && !hasPersianDigits() && !isPersianText()) {
        return options;
    }
    const calendar = isSolar() ? "persian" : "gregory";
    const locale = `${Settings.defaultLocale}-u-ca-${calendar}-nu-${reader.digits}`;
    const own = isSolar() ? { weekNumberCalculation: (date) => weekOf(date) } : {};
    return { ...options, locale, ...own };
}

/** The browser writes "۱۴۰۵ فروردین". */
function monthTitle({ date }) {
    return DateTime.fromJSDate(date.marker, { zone: "UTC" }).toFormat("MMMM yyyy");
}

patch(CalendarYearRenderer.prototype, {
    get options() {
        return isSolar() ? { ...super.options, titleFormat: monthTitle } : super.options;
    },
});

function weekOf(date) {
    return solarWeek(DateTime.fromJSDate(date)).week;
}

patch(CalendarCommonRenderer.prototype, {
    headerTemplateProps(date) {
        const props = super.headerTemplateProps(date);
        // In months FullCalendar gives the day without its zone.
        const zone = props.scale === "month" ? { zone: "UTC" } : {};
        const { day } = asRead(DateTime.fromJSDate(date, zone));
        return { ...props, day: writeDigits(day) };
    },
});

for (const Renderer of [CalendarCommonRenderer, CalendarYearRenderer]) {
    patch(Renderer.prototype, {
        get options() {
            return readerOptions(super.options);
        },
    });
}
