const LONGEST_SIDE = 1600;
const QUALITY = 0.85;

/** A photo small enough to be kept and sent from a cellar: a few hundred kilobytes instead of many megabytes. */
export async function shrinkPhoto(file) {
    let bitmap;
    try {
        bitmap = await createImageBitmap(file);
    } catch {
        // What this browser cannot draw, the server may still read.
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
