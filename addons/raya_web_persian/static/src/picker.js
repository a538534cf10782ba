/**
 * The pop-up of date fields, as a grid of the Solar Hijri calendar for those who read it.
 */

import { status } from "@odoo/owl";
import { DateTimePicker } from "@web/core/datetime/datetime_picker";
import { today } from "@web/core/l10n/dates";
import { patch } from "@web/core/utils/patch";
import { holidays } from "./holidays";
import { isSolar, writeDigits } from "./reader";
import { toPlain, toSolar } from "./solar_moment";

const FRIDAY = 5;

patch(DateTimePicker.prototype, {
    adjustFocus(values, focusedDateIndex) {
        if (!isSolar()) {
            return super.adjustFocus(...arguments);
        }
        const known = values.some(Boolean) ? values : [today()];
        return super.adjustFocus(known.map(toSolar), values.some(Boolean) ? focusedDateIndex : 0);
    },
    clamp(value) {
        return isSolar() ? toSolar(super.clamp(value)) : super.clamp(value);
    },
    onWillRender() {
        super.onWillRender();
        if (!isSolar()) {
            return;
        }
        this.title = writeDigits(this.title);
        for (const item of this.items) {
            if (item.weeks) {
                this.writeMonth(item);
            } else {
                item.label = writeDigits(item.label);
            }
        }
    },
    /** Digits of a month, and its days off: Fridays and holidays. */
    writeMonth(month) {
        holidays.ask(month.weeks[1].days[0].range[0], () => status(this) === "mounted" && this.render());
        for (const week of month.weeks) {
            week.number = writeDigits(week.number);
            for (const day of week.days) {
                day.label = writeDigits(day.label);
                const [start] = day.range;
                const holiday = holidays.nameOf(start);
                if (start.weekday === FRIDAY || holiday !== undefined) {
                    day.extraClass = `${day.extraClass || ""} o_raya_day_off`.trim();
                }
            }
        }
    },
    validateAndSelect(value, valueIndex, unit) {
        return super.validateAndSelect(toPlain(value), valueIndex, unit);
    },
});
