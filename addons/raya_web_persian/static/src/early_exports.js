/**
 * Put a function in the place of one that a module exports.
 *
 * Odoo's modules take such functions into names of their own when they load, so that no later patch
 * reaches them. Whoever calls this loads therefore right after the module, at the beginning of the
 * bundle, and depends on nothing that loads later.
 *
 * @param {object} module
 * @param {string} name of the function
 * @param {(original: Function, ...args: any[]) => any} wrap
 * @returns {Function} the new one
 */
export function replaceExport(module, name, wrap) {
    const original = module[name].rayaOriginal || module[name];
    const wrapped = (...args) => wrap(original, ...args);
    module[name] = Object.assign(wrapped, original, { rayaOriginal: original });
    return module[name];
}
