/** What the tools above the grid do to many cells at once: each changed cell is an edit of its own. */

/** @typedef {import("./page.js").Box} Box */
/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("./book.js").Book} Book */

/**
 * @param {Page} page
 * @param {Book} book
 * @param {Box[]} boxes
 * @param {(box: Box) => string} value
 * @returns {number} how many were written
 */
function writeAll(page, book, boxes, value) {
  const open = boxes.filter((box) => !page.lock(box));
  for (const box of open) book.write(box, value(box));
  return open.length;
}

/**
 * The cell's value into the empty cells below it, of pupils who were in the class.
 * @param {Page} page
 * @param {Book} book
 * @param {Box} at
 */
export function fillDown(page, book, { row, col, value }) {
  if (!value) return 0;
  const below = page.boxes.map((line) => line[col]).filter((box) => box.row > row && !box.value);
  return writeAll(page, book, below, () => value);
}

/**
 * Nobody is away at this lesson: absences and lateness go, marks stay.
 * @param {Page} page
 * @param {Book} book
 * @param {Box} at
 */
export function allPresent(page, book, at) {
  if (!page.column(at)) return 0;
  const { absences, late } = page.facts.rules;
  const away = new Set([...absences, ...late]);
  const kept = (/** @type {Box} */ { value }) => value.split(" ").filter((word) => !away.has(word)).join(" ");
  const boxes = page.boxes.map((line) => line[at.col]).filter((box) => kept(box) !== box.value);
  return writeAll(page, book, boxes, kept);
}

/**
 * The proposed mark into every empty result that has one.
 * @param {Page} page
 * @param {Book} book
 */
export function takeProposed(page, book) {
  const empty = page.boxes.flat().filter((box) => !box.value && box.element.dataset.f);
  return writeAll(page, book, empty, (box) => box.element.dataset.f ?? "");
}
