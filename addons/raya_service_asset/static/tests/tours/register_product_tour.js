import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("raya_register_product", {
    url: "/my",
    steps: () => [
        {
            content: "The home page leads to their products",
            trigger: "a[href='/my/products']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "They register another one",
            trigger: "a[href='/my/products/register']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".raya_register_product input[name='product']",
            run: "edit Refrigerator",
        },
        {
            trigger: ".raya_register_product input[name='serial']",
            run: "edit TOUR-1",
        },
        {
            trigger: ".raya_register_product input[name='date_purchase']",
            run({ anchor }) {
                anchor.value = "2026-03-10";
            },
        },
        {
            content: "With a proof",
            trigger: ".raya_register_product input[name='proof']",
            run({ anchor }) {
                const files = new DataTransfer();
                files.items.add(new File(["%PDF-1.4\n"], "bill.pdf", { type: "application/pdf" }));
                anchor.files = files.files;
            },
        },
        {
            trigger: ".raya_register_product button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It waits for somebody to check it",
            trigger: ".alert-success:contains(Thank you)",
        },
        {
            trigger: "tr:contains(TOUR-1) .badge:contains(Being Checked)",
        },
    ],
});
