/* global SignaturePad */

import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { loadJS } from "@web/core/assets";

import { toBlob } from "./phone_image";

/** A field to sign in with a finger, and the name of whoever signs. */
export class SignatureStroke extends Component {
    static template = "raya_service_workorder.SignatureStroke";
    static props = { name: String, sign: Function };

    setup() {
        this.canvas = useRef("canvas");
        this.state = useState({ name: this.props.name, isEmpty: true });
        onWillStart(() => loadJS("/web/static/lib/signature_pad/signature_pad.umd.js"));
        onMounted(() => {
            const { el } = this.canvas;
            el.width = el.offsetWidth;
            el.height = el.offsetHeight;
            this.pad = new SignaturePad(el, { penColor: "#1a237e", minWidth: 1, maxWidth: 3 });
            this.pad.addEventListener("endStroke", () => (this.state.isEmpty = false));
        });
        onWillUnmount(() => this.pad?.off());
    }

    clear() {
        this.pad.clear();
        this.state.isEmpty = true;
    }

    async sign() {
        await this.props.sign(await toBlob(this.canvas.el), this.state.name.trim());
    }
}
