const LONGEST_SIDE = 1600;
const QUALITY = 0.85;

// Beginnings of JPEG, PNG and WebP: what the server takes.
const KNOWN = [
    [0xff, 0xd8, 0xff],
    [0x89, 0x50, 0x4e, 0x47],
    [0x52, 0x49, 0x46, 0x46],
];

/** A photo of a format that neither this phone nor the server can read, such as HEIC; the message is its name. */
export class UnknownFormatError extends Error {
    constructor({ name = "", type = "" }) {
        super((type.split("/")[1] || name.split(".").slice(1).pop() || "?").toUpperCase());
    }
}

/**
 * A photo small enough to be kept and sent from a cellar: a few hundred kilobytes instead of many megabytes.
 *
 * @throws {UnknownFormatError}
 */
export async function shrinkPhoto(file) {
    let bitmap;
    try {
        bitmap = await createImageBitmap(file);
    } catch {
        const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
        if (!KNOWN.some((beginning) => beginning.every((byte, place) => start[place] === byte))) {
            throw new UnknownFormatError(file);
        }
        // Too large to be drawn by this phone; the server can read it.
        return file;
    }
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return toBlob(canvas, "image/jpeg");
}

/** @returns {Promise<Blob>} what is drawn on a canvas */
export function toBlob(canvas, type = "image/png") {
    return new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));
}

/** @returns {Promise<String>} the content of a file in base64, as the server takes it */
export async function toBase64(blob) {
    const reader = new FileReader();
    const read = new Promise((resolve, reject) => {
        reader.onload = () => resolve(reader.result);
        reader.onerror = () => reject(reader.error);
    });
    reader.readAsDataURL(blob);
    return (await read).split(",")[1];
}
