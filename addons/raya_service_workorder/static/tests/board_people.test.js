import { describe, expect, test } from "@odoo/hoot";

import { findMates, keepHelpers } from "@raya_service_workorder/board/board_people";

describe.current.tags("headless");

const PEOPLE = [
    { id: 1, team_ids: [10] },
    { id: 2, team_ids: [10] },
    { id: 3, team_ids: [20] },
];

test("mates are the others of the same teams", () => {
    expect(findMates(PEOPLE, 1).map((person) => person.id)).toEqual([2]);
    expect(findMates(PEOPLE, 99)).toEqual([]);
});

test("a helper whom the board does not show stays on the visit", () => {
    expect(keepHelpers([2, 7], PEOPLE, 1)).toEqual([2, 7]);
});

test("whoever goes, or is of another team, is no helper", () => {
    expect(keepHelpers([1, 3], PEOPLE, 1)).toEqual([]);
});
