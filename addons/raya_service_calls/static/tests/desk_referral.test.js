import { expect, test } from "@odoo/hoot";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import { xml } from "@odoo/owl";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";

import { ServiceDesk } from "@raya_service_calls/desk/desk";
import { newConversation } from "@raya_service_calls/desk/desk_conversation";

defineMailModels();

/** The desk without its page, in the middle of a conversation. */
class Desk extends ServiceDesk {
    static template = xml`<div t-ref="root" />`;
    static components = {};
}

const proposal = (team, user) => ({ team: { id: team }, user: { id: user }, reason: "in turn", technicians: [user] });

async function mountDesk() {
    onRpc("raya.call", "fields_get", () => ({ kind: { selection: [] }, channel: { selection: [] } }));
    onRpc("raya.team", "read", () => [{ user_ids: [5] }]);
    onRpc("raya.desk", "register", ({ args: [{ team_id, user_id }] }) => {
        expect.step(["register", team_id, user_id]);
        return { id: 1, name: "CALL/1" };
    });
    const conversation = { ...newConversation(), round: 0, step: "say", words: "It leaks." };
    return mountWithCleanup(Desk, { props: { action: {}, globalState: { conversation } } });
}

test("whoever was chosen by hand stays chosen, whatever is proposed", async () => {
    const late = new Deferred();
    const answers = [late, proposal(1, 2)];
    onRpc("raya.desk", "propose", () => answers.shift());
    const desk = await mountDesk();
    desk.propose();
    await desk.chooseTeam(4);
    desk.chooseUser(5);
    late.resolve(proposal(1, 2));
    await animationFrame();
    desk.setKind({ target: { value: "question" } });
    await animationFrame();
    expect([desk.state.teamId, desk.state.userId]).toEqual([4, 5]);
    await desk.register(true);
    expect.verifySteps([["register", 4, 5]]);
});

test("a call is referred to whom the latest proposal names", async () => {
    const [early, late] = [new Deferred(), new Deferred()];
    const answers = [early, late];
    onRpc("raya.desk", "propose", () => answers.shift());
    const desk = await mountDesk();
    desk.propose();
    desk.propose();
    const registered = desk.register(true);
    late.resolve(proposal(3, 6));
    await animationFrame();
    early.resolve(proposal(1, 2));
    await registered;
    expect.verifySteps([["register", 3, 6]]);
});

test("a call is registered where nobody could be proposed", async () => {
    expect.errors(1);
    onRpc("raya.desk", "propose", () => {
        throw new Error("No answer.");
    });
    const desk = await mountDesk();
    desk.propose();
    await desk.register(true);
    await animationFrame();
    expect.verifySteps([["register", false, false]]);
    expect.verifyErrors(["No answer."]);
});
