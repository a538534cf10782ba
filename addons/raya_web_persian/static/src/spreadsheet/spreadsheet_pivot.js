/**
 * Pivots of spreadsheets keep Odoo's months: their formulas name them by numbers of the Gregorian calendar.
 * This file is part of Odoo's own bundle, and nothing where there are no spreadsheets.
 */

import { patch } from "@web/core/utils/patch";

// Not imported: this add-on stands below spreadsheets, and its unit tests load only what it depends on.
const PIVOT_MODEL = "@spreadsheet/pivot/pivot_model";

const { isSolar, hasPersianDigits } = odoo.loader.modules.get("@raya_web_persian/reader") || {};

function keepMonths({ OdooPivotModel }) {
    patch(OdooPivotModel.prototype, {
        async _getGroupsSubdivision(params, groupInfo) {
            if (!isSolar?.() && !hasPersianDigits?.()) {
                return super._getGroupsSubdivision(...arguments);
            }
            const context = { ...params.kwargs?.context, raya_calendar: ["gregorian", "latn"] };
            return super._getGroupsSubdivision({ ...params, kwargs: { ...params.kwargs, context } }, groupInfo);
        },
    });
}

if (odoo.loader.modules.has(PIVOT_MODEL)) {
    keepMonths(odoo.loader.modules.get(PIVOT_MODEL));
} else {
    odoo.loader.bus.addEventListener("module-started", ({ detail }) => {
        if (detail.moduleName === PIVOT_MODEL) {
            keepMonths(detail.module);
        }
    });
}
