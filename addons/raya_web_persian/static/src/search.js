/** Filters by month, quarter and year of the search bar count by the calendar of the reader. */

import { SearchModel } from "@web/search/search_model";
import { isSolar } from "./reader";
import { toSolar } from "./solar_moment";

const moments = new WeakMap();
Object.defineProperty(SearchModel.prototype, "referenceMoment", {
    configurable: true,
    get() {
        return moments.get(this);
    },
    set(moment) {
        moments.set(this, isSolar() ? toSolar(moment) : moment);
    },
});
