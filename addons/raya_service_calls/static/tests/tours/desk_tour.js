import { registry } from "@web/core/registry";

const box = (id) => `#raya_desk_${id}`;
let keys = 0;

/** Counts every key from here on; what the customer said of themselves is typed before. */
function countKeys() {
    keys = 0;
    document.addEventListener("keydown", () => keys++, { capture: true });
}

const type = (trigger, text) => [...text].map((letter) => ({ trigger, run: `press ${letter}` }));

const beRegistered = [
    {
        content: "The number is shown large, for the customer to write down",
        trigger: ".o_raya_number:contains('CALL/')",
    },
];

registry.category("web_tour.tours").add("raya_desk_known_caller", {
    url: "/odoo/service-desk",
    steps: () => [
        { trigger: `${box("box")}:focus`, run: "edit 5550101" },
        { trigger: ".o_raya_card:contains('Sara Karimi')", run: countKeys },
        { trigger: box("box"), run: "press Enter" },
        { content: "What is covered is read aloud at once", trigger: ".o_raya_coverage" },
        { content: "The next field waits", trigger: `${box("symptom")}:focus` },
        ...type(box("symptom"), "dra"),
        { trigger: ".o_raya_picker [role=option].active:contains('Does not drain')" },
        { trigger: box("symptom"), run: "press Enter" },
        { content: "Probable faults are told", trigger: ".badge:contains('Does not drain')" },
        { content: "Somebody is proposed, with reasons", trigger: ".o_raya_referral input:value(Desk Team)" },
        { trigger: `${box("symptom")}:focus`, run: "press Enter" },
        ...beRegistered,
        {
            trigger: ".o_raya_number",
            run() {
                if (keys > 10) {
                    throw new Error(`${keys} keys instead of 10`);
                }
            },
        },
        { content: "The next caller", trigger: ".btn-primary:contains('Next Caller'):focus", run: "press Enter" },
        { trigger: `${box("box")}:focus` },
    ],
});

registry.category("web_tour.tours").add("raya_desk_unit_without_owner", {
    url: "/odoo/service-desk",
    steps: () => [
        { trigger: `${box("box")}:focus`, run: "edit NOBODY-1" },
        { trigger: ".o_raya_card:contains('NOBODY-1')" },
        { trigger: box("box"), run: "press Enter" },
        { content: "Whose it is, is asked", trigger: `${box("owner")}:focus`, run: "edit Nader Parsa" },
        { trigger: ".o_raya_keep.active:contains('New customer')" },
        { trigger: box("owner"), run: "press Enter" },
        { content: "The unit is kept", trigger: ".o_raya_unit:contains('NOBODY-1')" },
        { trigger: `${box("name")}:value(Nader Parsa)` },
        { trigger: ".o_raya_new:not(:has(#raya_desk_serial))" },
        { trigger: box("phone"), run: "edit 09121110000" },
        { trigger: box("phone"), run: "press Enter" },
        { trigger: ".o_raya_go_on:focus", run: "press Enter" },
        { trigger: `${box("symptom")}:focus`, run: "edit it smells burnt" },
        { trigger: ".o_raya_keep.active" },
        { trigger: box("symptom"), run: "press Enter" },
        { trigger: ".o_raya_refer", run: "click" },
        ...beRegistered,
    ],
});

registry.category("web_tour.tours").add("raya_desk_another_unit", {
    url: "/odoo/service-desk?phone=09127778899",
    steps: () => [
        { trigger: `${box("box")}:value(09127778899)` },
        { trigger: box("box"), run: "edit RF-22-0001" },
        { trigger: ".o_raya_card:contains('RF-22-0001')" },
        { trigger: box("box"), run: "press Enter" },
        { content: "Their own notes stand beside", trigger: ".o_raya_unit:contains('Behind the wall')" },
        { trigger: `${box("caller")}:value(09127778899)` },
        { trigger: box("who"), run: "edit Her son" },
        { trigger: box("symptom"), run: "edit it leaks" },
        { trigger: ".o_raya_keep.active" },
        { trigger: box("symptom"), run: "press Enter" },
        { trigger: ".o_raya_refer", run: "click" },
        ...beRegistered,
        { trigger: ".o_raya_another", run: "click" },
        { content: "Their units are offered", trigger: ".list-group-item:contains('RF-22-0002')", run: "click" },
        { content: "Who calls stays", trigger: `${box("who")}:value(Her son)` },
        { trigger: `${box("caller")}:value(09127778899)` },
        { content: "What is wrong is asked anew", trigger: `${box("words")}:value()` },
        { trigger: box("symptom"), run: "edit it hums" },
        { trigger: ".o_raya_keep.active" },
        { trigger: box("symptom"), run: "press Enter" },
        { trigger: ".o_raya_refer", run: "click" },
        { trigger: ".o_raya_number" },
    ],
});

registry.category("web_tour.tours").add("raya_desk_stranger", {
    url: "/odoo/service-desk?phone=09123334455",
    steps: () => [
        { content: "The number of the address is looked up", trigger: `${box("box")}:value(09123334455)` },
        { trigger: ".o_raya_keep.active:contains('New customer')" },
        { trigger: box("box"), run: "press Enter" },
        { content: "What was typed is kept", trigger: `${box("phone")}:value(09123334455)` },
        { trigger: `${box("name")}:focus`, run: "edit Nader Parsa" },
        { trigger: box("product"), run: "edit Refrigerator" },
        { trigger: ".o_raya_new [role=option].active:contains('Refrigerator')" },
        { trigger: box("product"), run: "press Enter" },
        { trigger: `${box("serial")}:focus`, run: "edit RF-NEW-1" },
        { trigger: box("serial"), run: "press Enter" },
        { trigger: ".o_raya_go_on:focus", run: "press Enter" },
        { trigger: `${box("symptom")}:focus`, run: "edit it smells burnt" },
        { content: "Words without a code stay words", trigger: ".o_raya_keep.active" },
        { trigger: box("symptom"), run: "press Enter" },
        { trigger: `${box("words")}:value(it smells burnt)` },
        { trigger: ".o_raya_refer", run: "dblclick" },
        ...beRegistered,
    ],
});
