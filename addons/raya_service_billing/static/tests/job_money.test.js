import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { Component, useState, xml } from "@odoo/owl";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { mockService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";

import { JobMoney } from "@raya_service_billing/phone/job_money";

defineMailModels();

const told = {
    lines: [
        { label: "Repair", amount: "$ 40.00", reason: "50 % by the warranty" },
        { label: "Total", amount: "$ 40.00", reason: "" },
    ],
    owed: [{ name: "Sara Karimi", amount: "$ 16.00" }],
    taken: [{ name: "RC/1", amount: "$ 30.00" }],
    canTake: true,
};

/** The card of one job, which others change. */
class Screen extends Component {
    static components = { JobMoney };
    static props = {};
    static template = xml`<JobMoney job="state.job" />`;

    setup() {
        this.state = useState({ job: { id: 7 } });
    }
}

test("a price is told when somebody asks, and forgotten when the job changes", async () => {
    onRpc("raya.my.jobs", "get_money", ({ args }) => {
        expect.step(args);
        return told;
    });
    const screen = await mountWithCleanup(Screen);
    expect(".o_raya_price").toHaveCount(0);
    await click(".o_raya_ask_money");
    await animationFrame();
    expect.verifySteps([[7]]);
    expect(queryAllTexts(".o_raya_price .text-nowrap")).toEqual(["$ 40.00", "$ 40.00"]);
    expect(".o_raya_taken").toHaveText(/RC\/1\s+\$ 30.00/);
    expect(".o_raya_owed").toHaveText(/Sara Karimi owes, with taxes\s+\$ 16.00/);
    screen.state.job = { id: 7 };
    await animationFrame();
    expect(".o_raya_price").toHaveCount(0);
});

test("without a connection it says so", async () => {
    onRpc("raya.my.jobs", "get_money", () => new Response("", { status: 502 }));
    await mountWithCleanup(Screen);
    await click(".o_raya_ask_money");
    await animationFrame();
    expect(".o_raya_money_lost").toHaveText(/need a connection/);
    expect(".o_raya_ask_money").toBeEnabled();
});

test("after a payment the amounts are asked for again", async () => {
    onRpc("raya.my.jobs", "get_money", () => {
        expect.step("asked");
        return told;
    });
    mockService("action", {
        doAction(name, { additionalContext, onClose }) {
            expect.step(`${name} ${additionalContext.active_id}`);
            onClose();
        },
    });
    await mountWithCleanup(Screen);
    await click(".o_raya_ask_money");
    await animationFrame();
    await click(".o_raya_take_payment");
    await animationFrame();
    expect.verifySteps(["asked", "raya_service_billing.raya_field_payment_taking_action 7", "asked"]);
});

test("the dialog of a payment is not kept by a page that its receipt takes the place of", async () => {
    let isGone = false;
    onRpc("raya.my.jobs", "get_money", () => (isGone ? new Promise(() => {}) : told));
    mockService("action", {
        async doAction(_name, { onClose }) {
            isGone = true;
            await onClose();
            expect.step("dialog gone");
        },
    });
    await mountWithCleanup(Screen);
    await click(".o_raya_ask_money");
    await animationFrame();
    await click(".o_raya_take_payment");
    await animationFrame();
    expect.verifySteps(["dialog gone"]);
});
