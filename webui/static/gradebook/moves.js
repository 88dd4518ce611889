/** Keys that move in a grid (ARIA Authoring Practices, grid): a place and a key in, the next place out. Pure. */

/** @typedef {{ row: number, col: number }} Place */
const PAGE = 10;

/**
 * @param {string} key
 * @param {boolean} ctrl
 * @param {Place} at
 * @param {{ rows: number, cols: number }} size
 * @returns {Place | null} null for a key that does not move
 */
export function moved(key, ctrl, at, size) {
  const row = (/** @type {number} */ to) => Math.min(Math.max(to, 0), size.rows - 1);
  const col = (/** @type {number} */ to) => Math.min(Math.max(to, 0), size.cols - 1);
  switch (key) {
    case "ArrowUp":
      return { row: ctrl ? 0 : row(at.row - 1), col: at.col };
    case "ArrowDown":
      return { row: ctrl ? size.rows - 1 : row(at.row + 1), col: at.col };
    case "ArrowLeft":
      return { row: at.row, col: ctrl ? 0 : col(at.col - 1) };
    case "ArrowRight":
      return { row: at.row, col: ctrl ? size.cols - 1 : col(at.col + 1) };
    case "Home":
      return { row: ctrl ? 0 : at.row, col: 0 };
    case "End":
      return { row: ctrl ? size.rows - 1 : at.row, col: size.cols - 1 };
    case "PageUp":
      return { row: row(at.row - PAGE), col: at.col };
    case "PageDown":
      return { row: row(at.row + PAGE), col: at.col };
    default:
      return null;
  }
}
