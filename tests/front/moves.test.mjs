/** Keys that move in the grid never leave it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { moved } from "../../webui/static/gradebook/moves.js";

const SIZE = { rows: 30, cols: 20 };
const AT = { row: 15, col: 7 };

for (const [key, ctrl, row, col] of [
  ["ArrowUp", false, 14, 7],
  ["ArrowDown", false, 16, 7],
  ["ArrowLeft", false, 15, 6],
  ["ArrowRight", false, 15, 8],
  ["ArrowUp", true, 0, 7],
  ["ArrowDown", true, 29, 7],
  ["ArrowLeft", true, 15, 0],
  ["ArrowRight", true, 15, 19],
  ["Home", false, 15, 0],
  ["End", false, 15, 19],
  ["Home", true, 0, 0],
  ["End", true, 29, 19],
  ["PageUp", false, 5, 7],
  ["PageDown", false, 25, 7],
]) {
  test(`${ctrl ? "Ctrl+" : ""}${key} goes to row ${row}, column ${col}`, () => {
    assert.deepEqual(moved(key, ctrl, AT, SIZE), { row, col });
  });
}

for (const key of ["ArrowUp", "ArrowLeft", "PageUp", "Home"]) {
  test(`${key} stays in the first cell`, () => {
    assert.deepEqual(moved(key, false, { row: 0, col: 0 }, SIZE), { row: 0, col: 0 });
  });
}

for (const key of ["ArrowDown", "ArrowRight", "PageDown", "End"]) {
  test(`${key} stays in the last cell`, () => {
    assert.deepEqual(moved(key, false, { row: 29, col: 19 }, SIZE), { row: 29, col: 19 });
  });
}

test("other keys do not move", () => {
  assert.equal(moved("5", false, AT, SIZE), null);
});
