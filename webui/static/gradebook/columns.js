/**
 * The columns of lessons: what the table and the list of lessons say of each, and what only the program is told.
 *
 * The page says each thing once: days and topics stand in the list of lessons, kinds of work in the head, their names
 * and weights and the reasons of locks in tables.
 */

import { filled } from "./words.js";

/** @typedef {{ id: string, left: number, lock?: number, standing?: number, opened?: string[] }} Told `lock` and `standing` are numbers of reasons */
/** @typedef {{ day: string, topic: string, kind: string }} Head */
/** @typedef {{ today: string, kinds: Record<string, { name: string, weight: number }>, reasons: string[], columns: Told[] }} Tables */
/** @typedef {{ id: string, day: string, name: string, weight: number, topic: string, due: string, left: number, lock: string, standing: string, opened: string[] }} Column */

const DAY = 86_400_000; // milliseconds
const LONGEST = 120; // characters of a topic in the line above the grid

/**
 * What the page shows of each column; the mouse finds topics and names of kinds over the heads.
 * @param {HTMLTableElement} table
 * @param {Tables} tables
 * @returns {Head[]}
 */
export function headsOf(table, { kinds }) {
  const [, lessons, works] = table.tHead?.rows ?? [];
  const said = [...lessons.cells].flatMap((cell) => Array(cell.colSpan).fill(lessonOf(cell)));
  return [...works.cells].map((cell, at) => {
    const kind = cell.textContent ?? "";
    cell.title = kinds[kind].name;
    return { ...said[at], kind };
  });
}

/** @param {HTMLTableCellElement} cell */
function lessonOf(cell) {
  const link = /** @type {HTMLAnchorElement} */ (cell.firstElementChild);
  const id = new URL(link.href).searchParams.get("id");
  const line = /** @type {HTMLTableRowElement} */ (document.getElementById(`lesson-${id}`));
  const [day, , , topic] = [...line.cells].map(({ textContent }) => textContent?.trim() ?? "");
  link.tabIndex = -1; // the grid is one stop
  link.title = topic;
  return { day, topic: topic.slice(0, LONGEST) };
}

/**
 * The columns of the grid in their order.
 * @param {Head[]} heads
 * @param {Tables} tables
 * @returns {Column[]}
 */
export function columnsOf(heads, { today, kinds, reasons, columns }) {
  return columns.map((told, at) => {
    const { day, topic, kind } = heads[at];
    const due = new Date(Date.parse(today) + told.left * DAY).toISOString().slice(0, 10);
    const days = { day, due: turned(due), day_iso: turned(day), due_iso: due };
    const reason = (/** @type {number | undefined} */ number) =>
      number === undefined ? "" : filled(reasons[number], days);
    return {
      ...kinds[kind],
      id: told.id,
      day,
      topic,
      due: days.due,
      left: told.left,
      lock: reason(told.lock),
      standing: reason(told.standing),
      opened: told.opened ?? [],
    };
  });
}

/**
 * 2026-05-06 as 06.05.2026, and back.
 * @param {string} day
 */
function turned(day) {
  return day.includes("-") ? day.split("-").reverse().join(".") : day.split(".").reverse().join("-");
}
