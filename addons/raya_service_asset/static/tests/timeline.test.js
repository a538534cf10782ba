import { describe, expect, test } from "@odoo/hoot";
import { makeMockEnv, patchWithCleanup } from "@web/../tests/web_test_helpers";

import { RayaTimeline } from "@raya_service_asset/timeline/timeline";
import { reader } from "@raya_web_persian/reader";

describe.current.tags("headless");

test("earlier events are counted in the digits of the reader", async () => {
    await makeMockEnv();
    const timeline = Object.create(RayaTimeline.prototype, { state: { value: { entries: Array(42).fill({}) } } });
    expect(String(timeline.hiddenLabel)).toBe("12 earlier events");
    patchWithCleanup(reader, { digits: "arabext" });
    expect(String(timeline.hiddenLabel)).toBe("۱۲ earlier events");
});
