import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/** A form that is sent once, however often its button is tapped. */
export class SendOnce extends Interaction {
    static selector = "form.raya_send_once";
    dynamicContent = {
        _root: { "t-on-submit": this.onSubmit },
        _window: { "t-on-pageshow": () => this.setSent(false) },
    };

    onSubmit(ev) {
        if (this.isSent) {
            ev.preventDefault();
            return;
        }
        // What is sent has to be read from the form first.
        this.waitForTimeout(() => this.setSent(true), 0);
    }

    setSent(isSent) {
        this.isSent = isSent;
        for (const button of this.el.querySelectorAll("button[type='submit']")) {
            button.disabled = isSent;
        }
    }
}

registry.category("public.interactions").add("raya_service_calls.send_once", SendOnce);
