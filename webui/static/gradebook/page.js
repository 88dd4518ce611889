/**
 * The table of the page as a grid of cells: what stands where, may it be written, how it looks. It sends nothing.
 *
 * The table comes from the server and works without this; here its cells get their numbers, roles and labels.
 */

import { columnsOf, headsOf } from "./columns.js";
import { nameOf } from "./queue.js";
import { meanText, meant, proposed, spelled, spelledResult } from "./rules.js";
import { filled } from "./words.js";

/** @typedef {import("./rules.js").Rules} Rules */
/** @typedef {import("./columns.js").Column} Column */
/** @typedef {{ place: string, lock: string }} Result */
/**
 * @typedef {object} Facts
 * @property {{ cells: string, history: string, signIn: string }} urls
 * @property {string} account
 * @property {boolean} writable
 * @property {string} today
 * @property {Record<string, { name: string, weight: number }>} kinds
 * @property {import("./columns.js").Told[]} columns
 * @property {string[]} reasons
 * @property {Result[]} results
 * @property {Rules} rules
 * @property {Record<string, string>} words
 */
/** @typedef {"" | "wait" | "queue" | "ok" | "bad"} State */
/**
 * @typedef {object} Box a cell of the grid
 * @property {HTMLTableCellElement} element
 * @property {import("./queue.js").Cell} cell
 * @property {number} row
 * @property {number} col
 * @property {number} seq the version that stands
 * @property {string} value what is shown
 * @property {boolean} absent the pupil was not in the class on that day
 */

export class Page {
  /**
   * @param {HTMLTableElement} table
   * @param {Facts} facts
   */
  constructor(table, facts) {
    this.table = table;
    this.facts = facts;
    /** @type {Column[]} */
    this.columns = columnsOf(headsOf(table, facts), facts);
    /** @type {Box[][]} */
    this.boxes = [...table.tBodies[0].rows].map((row, at) => this.read(row, at));
    /** @type {Map<Element, Box>} */
    this.of = new Map(this.boxes.flat().map((box) => [box.element, box]));
    this.named = new Map(this.boxes.flat().map((box) => [nameOf(box.cell), box]));
    table.setAttribute("role", "grid");
    if (!facts.writable) table.setAttribute("aria-readonly", "true");
  }

  /** The columns that may hold something: those of lessons, then the results. */
  get size() {
    return { rows: this.boxes.length, cols: this.columns.length + this.facts.results.length };
  }

  /**
   * @param {HTMLTableRowElement} line
   * @param {number} row
   * @returns {Box[]}
   */
  read(line, row) {
    const pupil = line.id.replace("pupil-", "");
    const cells = [...line.cells].slice(2); // number and name come first
    const { columns } = this;
    const { results } = this.facts;
    const places = [
      ...columns.map((column, at) => ({ element: cells[at], place: "lesson", column: column.id })),
      ...results.map(({ place }, at) => ({ element: cells[columns.length + 2 + at], place, column: "" })),
    ];
    return places.map(({ element, place, column }, col) => ({
      element,
      cell: { place, column, pupil },
      row,
      col,
      seq: Number(element.dataset.n ?? 0),
      value: element.textContent?.trim() ?? "",
      absent: element.classList.contains("o"),
    }));
  }

  /** @param {import("./queue.js").Cell} cell */
  find(cell) {
    return this.named.get(nameOf(cell));
  }

  /**
   * The column of a lesson's cell; none for a result.
   * @param {Box} box
   * @returns {Column | undefined}
   */
  column(box) {
    return this.columns[box.col];
  }

  /**
   * Why nothing may be written into the cell, "" where something may.
   * @param {Box} box
   */
  lock(box) {
    const { words, writable, results } = this.facts;
    if (!writable) return words.readonly;
    const column = this.column(box);
    if (!column) return results[box.col - this.columns.length].lock;
    if (box.absent) return words.absent;
    if (column.opened.includes(box.cell.pupil)) return "";
    return column.lock || (box.value && column.standing);
  }

  /**
   * The one spelling of what was typed into the cell, null for what does not fit there.
   * @param {Box} box
   * @param {string} text
   */
  meant(box, text) {
    return meant(text, this.facts.rules, this.column(box) ? spelled : spelledResult);
  }

  /** @param {Box} box */
  expected(box) {
    const { rules, words } = this.facts;
    const values = {
      marks: rules.marks.join(", "),
      special: rules.special.join(", "),
      absences: rules.absences.join(", "),
      late: rules.late.join(", "),
    };
    return filled(this.column(box) ? words.expected : words.expectedResult, values);
  }

  /**
   * Pupil, date and kind of work in words.
   * @param {Box} box
   */
  where(box) {
    const pupil = this.table.tBodies[0].rows[box.row].cells[1].title;
    const column = this.column(box);
    if (column) return filled(this.facts.words.cell, { pupil, day: column.day, kind: column.name });
    const heads = this.table.tHead?.rows[0].querySelectorAll("th.r");
    const title = heads?.[box.col - this.columns.length].textContent ?? "";
    return filled(this.facts.words.result, { pupil, title });
  }

  /**
   * Until when the marks of the column are due.
   * @param {Box} box
   */
  due(box) {
    const column = this.column(box);
    if (!column) return "";
    const { words } = this.facts;
    if (column.left < 0) return filled(words.overdue, { due: column.due });
    return column.left ? filled(words.dueLeft, { due: column.due, left: column.left }) : words.dueToday;
  }

  /**
   * Show a value and how far it has come.
   * @param {Box} box
   * @param {string} value
   * @param {State} state
   */
  show(box, value, state) {
    const changed = box.value !== value;
    box.value = value;
    box.element.textContent = value;
    if (state) box.element.dataset.s = state;
    else delete box.element.dataset.s;
    if (box.element.hasAttribute("aria-label")) this.label(box);
    if (changed && this.column(box)) this.reckon(box.row);
  }

  /**
   * What a screen reader says of the cell.
   * @param {Box} box
   */
  label(box) {
    box.element.setAttribute("aria-label", `${this.where(box)}: ${box.value || this.facts.words.empty}`);
    if (this.lock(box)) box.element.setAttribute("aria-readonly", "true");
    else box.element.removeAttribute("aria-readonly");
  }

  /**
   * The mean and the forecast of a row.
   * @param {number} row
   */
  reckon(row) {
    const { columns } = this;
    const { results, rules } = this.facts;
    /** @type {[number, string][]} */
    const marks = this.boxes[row].slice(0, columns.length).map((box, at) => [columns[at].weight, box.value]);
    const { mean, mark } = proposed(marks, rules);
    const cells = this.table.tBodies[0].rows[row].cells;
    cells[columns.length + 2].textContent = meanText(mean);
    cells[columns.length + 3].textContent = mark ?? "";
    const at = results.findIndex(({ place }) => place === "period");
    const result = at < 0 ? undefined : this.boxes[row][columns.length + at];
    if (result && mark) result.element.dataset.f = mark;
    else if (result) delete result.element.dataset.f;
  }
}
