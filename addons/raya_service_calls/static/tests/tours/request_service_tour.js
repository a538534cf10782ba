import { registry } from "@web/core/registry";

async function takePhoto() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 8;
    canvas.getContext("2d").fillRect(0, 0, 8, 8);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg"));
    return new File([blob], "leak.jpg", { type: "image/jpeg" });
}

registry.category("web_tour.tours").add("raya_request_service", {
    steps: () => [
        {
            content: "The page of their unit leads to the form",
            trigger: "a:contains(Request Service)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".raya_request_service textarea[name='statement']",
            run: "edit It leaks since yesterday.",
        },
        {
            content: "With a photo",
            trigger: ".raya_request_service input[name='photos']",
            async run({ anchor }) {
                const files = new DataTransfer();
                files.items.add(await takePhoto());
                anchor.files = files.files;
            },
        },
        {
            trigger: ".raya_request_service input[name='times']",
            run: "edit mornings",
        },
        {
            trigger: ".raya_request_service button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is there, and says how far it is",
            trigger: ".alert-success:contains(Thank you)",
        },
        {
            trigger: ".badge:contains(Received)",
        },
        {
            trigger: "img[alt='leak.jpg']",
        },
    ],
});
