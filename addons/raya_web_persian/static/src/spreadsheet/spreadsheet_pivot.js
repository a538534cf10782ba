/**
 * Pivots of spreadsheets keep Odoo's months: their formulas name them by numbers of the Gregorian calendar.
 * This file is part of Odoo's own bundle, and nothing where there are no spreadsheets.
 */

import { OdooPivotModel } from "@spreadsheet/pivot/pivot_model";
import { patch } from "@web/core/utils/patch";

const { isSolar, hasPersianDigits } = odoo.loader.modules.get("@raya_web_persian/reader") || {};

patch(OdooPivotModel.prototype, {
    async _getGroupsSubdivision(params, groupInfo) {
        if (!isSolar?.() && !hasPersianDigits?.()) {
            return super._getGroupsSubdivision(...arguments);
        }
        const context = { ...params.kwargs?.context, raya_calendar: ["gregorian", "latn"] };
        return super._getGroupsSubdivision({ ...params, kwargs: { ...params.kwargs, context } }, groupInfo);
    },
});
