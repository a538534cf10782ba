import { describe, expect, test } from "@odoo/hoot";
import { makeMockEnv, patchWithCleanup } from "@web/../tests/web_test_helpers";

import { KnowledgeSearch } from "@raya_service_knowledge/knowledge_search/knowledge_search";
import { reader } from "@raya_web_persian/reader";

describe.current.tags("headless");

const told = (fault) => String(KnowledgeSearch.prototype.experience(fault));

test("what faults were found how often is written in the digits of the reader", async () => {
    await makeMockEnv();
    expect(told({ jobs: 17, total: 22 })).toBe("17 of 22 jobs");
    patchWithCleanup(reader, { digits: "arabext" });
    expect(told({ jobs: 17, total: 22 })).toBe("۱۷ of ۲۲ jobs");
    expect(told({ jobs: 0, total: 0, weight: 2.5 })).toBe("declared weight ۲٫۵");
});
