import { Component, useState } from "@odoo/owl";

/** A text whose every letter is kept on the phone until it is saved, and which never overwrites somebody else's. */
export class KeptText extends Component {
    static template = "raya_service_workorder.KeptText";
    static props = {
        id: String,
        draftKey: String,
        drafts: Object,
        label: String,
        text: String,
        isOneLine: { type: Boolean, optional: true },
        isReadonly: { type: Boolean, optional: true },
        type: Function,
        forget: Function,
        save: Function,
    };

    setup() {
        this.drafts = useState(this.props.drafts);
    }

    get draft() {
        return this.drafts[this.props.draftKey];
    }

    get shown() {
        return this.draft ? this.draft.text : this.props.text;
    }

    /** What stood there when somebody began to write: the server compares it. */
    get base() {
        return this.draft ? this.draft.base : this.props.text;
    }

    onInput(ev) {
        const { draftKey: key } = this.props;
        this.props.type({ key, text: ev.target.value, base: this.base, isConflict: Boolean(this.draft?.isConflict) });
    }

    onChange() {
        if (this.draft && !this.draft.isConflict) {
            this.save();
        }
    }

    save() {
        const { text, base } = this.draft;
        if (text.trim() === base.trim()) {
            return this.props.forget(this.props.draftKey);
        }
        return this.props.save(text.trim(), base.trim(), this.props.draftKey);
    }

    takeTheirs() {
        return this.props.forget(this.props.draftKey);
    }
}
