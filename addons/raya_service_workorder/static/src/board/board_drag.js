import { useDraggable } from "@web/core/utils/draggable";
import { makeDraggableHook } from "@web/core/utils/draggable_hook_builder_owl";
import { pick } from "@web/core/utils/objects";

import { isRtl, PIXELS_A_MINUTE, QUARTER, snap } from "./board_time";

const withElement = ({ ctx }) => pick(ctx.current, "element");

/** A handle that stays where it is while the pointer draws it. */
const useHandle = makeDraggableHook({
    name: "useHandle",
    onWillStartDrag: ({ ctx }) => {
        ctx.followCursor = false;
        return withElement({ ctx });
    },
    onDragStart: withElement,
    onDrag: withElement,
    onDragEnd: withElement,
    onDrop: withElement,
});

const holds = (rect, x, y) => rect.left <= x && x < rect.right && rect.top <= y && y < rect.bottom;

/** The cell at a point. While something is dragged the page has no pointer events, so rectangles tell. */
function cellAt(root, x, y) {
    const board = root.querySelector(".o_raya_board_scroll").getBoundingClientRect();
    const cells = holds(board, x, y) ? root.querySelectorAll(".o_raya_cell") : root.querySelectorAll(".o_raya_queue");
    return [...cells].find((cell) => holds(cell.getBoundingClientRect(), x, y));
}

/** How far into a track its minute lies, from where its reader begins. */
function minuteIn(track, x) {
    const rect = track.getBoundingClientRect();
    const pixels = isRtl() ? rect.right - x : x - rect.left;
    return Number(track.dataset.from) + snap(pixels / PIXELS_A_MINUTE);
}

/**
 * Cards are dragged to a cell, back to the queue, and in the day view to a minute; there they are drawn longer.
 *
 * @param {Object} params
 * @param {{ el: HTMLElement }} params.ref of the page
 * @param {() => boolean} params.enable
 * @param {(card: HTMLElement, cell: HTMLElement, minute?: number) => any} params.onDrop
 * @param {(card: HTMLElement, minutes: number) => any} params.onResize
 */
export function useBoardDrag({ ref, enable, onDrop, onResize }) {
    let target = null;
    const mark = (cell) => {
        target?.classList.remove("o_raya_target");
        target = cell;
        target?.classList.add("o_raya_target");
    };
    const state = useDraggable({
        ref,
        enable,
        elements: ".o_raya_drag",
        ignore: ".o_raya_resize",
        onDragStart: ({ element, addStyle }) => {
            // The hook positions by the left edge.
            addStyle(element, { "z-index": 1050, ...(isRtl() && { right: "auto", "inset-inline-start": "auto" }) });
        },
        onDrag: ({ x, y }) => mark(cellAt(ref.el, x, y)),
        onDragEnd: () => mark(null),
        onDrop: ({ element, x, y }) => {
            const cell = cellAt(ref.el, x, y);
            if (cell?.dataset.from) {
                const rect = element.getBoundingClientRect();
                const edge = isRtl() ? rect.right : rect.left;
                return onDrop(element, cell, minuteIn(cell, element.dataset.visit ? edge : x));
            }
            return cell && onDrop(element, cell);
        },
    });
    const width = (element, x) => {
        const rect = element.parentElement.getBoundingClientRect();
        return Math.max(isRtl() ? rect.right - x : x - rect.left, QUARTER * PIXELS_A_MINUTE);
    };
    useHandle({
        ref,
        enable,
        elements: ".o_raya_resize",
        onDrag: ({ element, x }) => {
            element.parentElement.style.width = `${width(element, x)}px`;
        },
        onDragEnd: ({ element }) => {
            // The page writes its own width again, also where it is the same as before.
            element.parentElement.style.width = `${element.parentElement.dataset.width}px`;
        },
        onDrop: ({ element, x }) =>
            onResize(element.parentElement, Math.max(snap(width(element, x) / PIXELS_A_MINUTE), QUARTER)),
    });
    return state;
}
