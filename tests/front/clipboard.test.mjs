/** A spreadsheet's clipboard: its table, and what pasting it would do to each cell. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { preview, table } from "../../webui/static/gradebook/clipboard.js";

test("rows and cells", () => {
  assert.deepEqual(table("5\t4\n3\tн\n"), [["5", "4"], ["3", "н"]]);
});

test("line ends of Windows", () => {
  assert.deepEqual(table("5\r\n4\r\n"), [["5"], ["4"]]);
});

test("a quoted cell with a line break and a quote", () => {
  assert.deepEqual(table('"а\n""б"""\t5'), [['а\n"б"', "5"]]);
});

test("blank cells keep their place", () => {
  assert.deepEqual(table("\t5\n\n4\t"), [["", "5"], [""], ["4", ""]]);
});

const SAID = { outside: "за краем", unknown: (typed) => `не ${typed}` };
const GRID = [
  [{ value: "", lock: "" }, { value: "4", lock: "" }],
  [{ value: "", lock: "закрыт" }, { value: "3", lock: "" }],
];
const look = (row, col) => {
  const box = GRID[row]?.[col];
  return box ? { ...box, spell: (text) => (/^[2-5]$/u.test(text) ? text : null) } : null;
};
const pasted = (text, at = { row: 0, col: 0 }) =>
  preview(table(text), at, look, SAID).map(({ value, why, same }) => [value, why, same]);

test("a mark goes into an empty cell", () => {
  assert.deepEqual(pasted("5"), [["5", "", false]]);
});

test("the mark that stands is no change", () => {
  assert.deepEqual(pasted("5\t4")[1], ["4", "", true]);
});

test("a blank leaves what stands", () => {
  assert.deepEqual(pasted("5\t")[1], ["4", "", true]);
});

test("what is no mark is told", () => {
  assert.deepEqual(pasted("7"), [[null, "не 7", false]]);
});

test("a closed cell is told", () => {
  assert.deepEqual(pasted("5\n5")[1], ["5", "закрыт", false]);
});

test("what lies beyond the edge is told", () => {
  assert.deepEqual(pasted("5\n5", { row: 1, col: 1 })[1], [null, "за краем", false]);
});
