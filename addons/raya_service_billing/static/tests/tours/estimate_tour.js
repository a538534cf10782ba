/** A customer answers an estimate on the portal. */
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** The customer finds the estimate among their quotations, and reads who pays what. */
const readIt = [
    {
        content: "My only quotation",
        trigger: ".o_portal_my_doc_table a[href^='/my/orders/']",
        run: "click",
        expectUnloadPage: true,
    },
    {
        content: "What I pay of the service, and why",
        trigger: "#sales_order_table tr:contains('50% covered'):contains('40.00')",
    },
    {
        content: "What I pay of the parts, and why",
        trigger: "#sales_order_table tr:contains('50% covered'):contains('70.00')",
    },
    { content: "What it comes to", trigger: ".o_portal_sale_sidebar:contains('126.50')" },
    { trigger: "body[is-ready=true]" },
];

tours.add("raya_customer_accepts_estimate", {
    url: "/my/quotes",
    steps: () => [
        ...readIt,
        { trigger: ".o_portal_sale_sidebar a[data-bs-target='#modalaccept']", run: "click" },
        { trigger: "#modalaccept.show .o_web_sign_name_and_signature input", run: "edit Sara Karimi" },
        { trigger: "#modalaccept canvas.o_web_sign_signature", run: "canvasNotEmpty" },
        { trigger: "#modalaccept .o_portal_sign_submit:enabled", run: "click", expectUnloadPage: true },
        { content: "It is told", trigger: "#quote_content .alert-success:contains('Your order has been confirmed')" },
        { content: "And the signature stands there", trigger: "#signature:contains('Sara Karimi')" },
    ],
});

tours.add("raya_customer_refuses_estimate", {
    url: "/my/quotes",
    steps: () => [
        ...readIt,
        { trigger: ".o_portal_sale_sidebar a[data-bs-target='#modaldecline']", run: "click" },
        { trigger: "#modaldecline.show textarea", run: "edit A new one costs less." },
        { trigger: "#modaldecline .modal-footer button[type=submit]", run: "click", expectUnloadPage: true },
        { content: "It is told", trigger: "#quote_content:contains('cancelled')" },
        { content: "Nothing is left to sign", trigger: "body:not(:has([data-bs-target='#modalaccept']))" },
    ],
});
