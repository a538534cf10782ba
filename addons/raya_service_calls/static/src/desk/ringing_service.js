import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Shows on the operator's screen that a telephone rings, wherever in Odoo they are. */
export const ringingService = {
    dependencies: ["bus_service", "notification", "action"],
    start(env, { bus_service: bus, notification, action }) {
        bus.subscribe("raya_ringing", ({ phone, sentence }) => {
            const openDesk = () =>
                action.doAction("raya_service_calls.raya_desk_action", { additionalContext: { phone } });
            const close = notification.add(sentence, {
                title: _t("Incoming call"),
                type: "info",
                sticky: true,
                buttons: [
                    {
                        name: _t("Answer"),
                        primary: true,
                        onClick: () => {
                            close();
                            openDesk();
                        },
                    },
                ],
            });
            env.bus.trigger("RAYA:RINGING", { phone });
        });
        bus.start();
    },
};

registry.category("services").add("raya_ringing", ringingService);
