import { _t } from "@web/core/l10n/translation";

const UNKNOWN_CALLER = { partner_id: false, asset_id: false };

/** Everything that belongs to one conversation; a new caller gets a new one. */
export function newConversation() {
    return {
        step: "find",
        sight: null,
        customer: { name: "", phone: "", email: "" },
        hasEmail: false,
        product: null,
        serial: "",
        statements: [],
        words: "",
        kind: "repair",
        priority: "0",
        channel: "phone",
        // Who rings where they are a contact, and who calls where that is not the customer.
        ringing: null,
        callerName: "",
        callerPhone: "",
        callerSentence: "",
        teamId: false,
        userId: false,
        isByHand: false,
        technicianIds: [],
        reason: "",
        faults: [],
        conversationId: false,
        done: null,
        isBusy: false,
        ...UNKNOWN_CALLER,
    };
}
