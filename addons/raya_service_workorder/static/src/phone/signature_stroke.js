import { Component, onMounted, useRef, useState } from "@odoo/owl";

import { toBlob } from "./phone_image";

/**
 * A field to sign in with a finger, and the name of whoever signs.
 *
 * Odoo's own dialog asks the server for fonts and a library first, which nobody can in a cellar.
 */
export class SignatureStroke extends Component {
    static template = "raya_service_workorder.SignatureStroke";
    static props = { name: String, sign: Function };

    setup() {
        this.canvas = useRef("canvas");
        this.state = useState({ name: this.props.name, isEmpty: true });
        onMounted(() => this.prepare());
    }

    /** As many points as the screen has, so that thin lines stay thin. */
    prepare() {
        const { el } = this.canvas;
        const scale = window.devicePixelRatio || 1;
        el.width = el.offsetWidth * scale;
        el.height = el.offsetHeight * scale;
        this.pen = el.getContext("2d");
        this.pen.scale(scale, scale);
        Object.assign(this.pen, { lineWidth: 2, lineCap: "round", lineJoin: "round", strokeStyle: "#1a237e" });
    }

    point({ clientX, clientY }) {
        const { left, top } = this.canvas.el.getBoundingClientRect();
        return [clientX - left, clientY - top];
    }

    onDown(ev) {
        this.last = this.point(ev);
        // A finger that leaves the field goes on writing when it comes back; made-up events have no capture.
        if (ev.isTrusted) {
            this.canvas.el.setPointerCapture(ev.pointerId);
        }
    }

    onMove(ev) {
        if (!this.last) {
            return;
        }
        const next = this.point(ev);
        this.pen.beginPath();
        this.pen.moveTo(...this.last);
        this.pen.lineTo(...next);
        this.pen.stroke();
        this.last = next;
        this.hasLine = true;
    }

    /** A tap is no signature. */
    onUp() {
        this.last = null;
        this.state.isEmpty = !this.hasLine;
    }

    clear() {
        this.pen.clearRect(0, 0, this.canvas.el.width, this.canvas.el.height);
        this.hasLine = false;
        this.state.isEmpty = true;
    }

    async sign() {
        await this.props.sign(await toBlob(this.canvas.el), this.state.name.trim());
    }
}
