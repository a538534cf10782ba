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
        callerPhone: "",
        callerSentence: "",
        teamId: false,
        userId: false,
        technicianIds: [],
        reason: "",
        faults: [],
        conversationId: false,
        done: null,
        isBusy: false,
        ...UNKNOWN_CALLER,
    };
}

/** What an operator should know of a number before they greet; nothing where one contact has it. */
export function callerSentence(kind, number, count) {
    const sentences = {
        withheld: _t("The number is withheld. Ask who is calling."),
        unknown: _t("Nobody has the number %s yet.", number),
        shared: _t("%(count)s contacts share the number %(number)s. Ask who is calling.", { count, number }),
    };
    return sentences[kind] || "";
}
