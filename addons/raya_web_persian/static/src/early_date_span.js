/** The days of an event in the calendar view: in one month of the reader's calendar or in two. */

import * as utils from "@web/views/calendar/utils";
import { replaceExport } from "./early_exports";
import { isSolar } from "./reader";
import { toSolar } from "./solar_moment";

replaceExport(utils, "getFormattedDateSpan", (format, start, end) =>
    isSolar() ? format(toSolar(start), toSolar(end)) : format(start, end),
);
