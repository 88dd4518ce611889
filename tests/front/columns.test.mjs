/** The columns of the grid out of what the page says once: kinds, days, reasons. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { columnsOf } from "../../webui/static/gradebook/columns.js";

const HEAD = { day: "30.04.2026", topic: "Диктант", kind: "КР" };
const TABLES = {
  today: "2026-05-01",
  kinds: { КР: { name: "Контрольная работа", weight: 3 } },
  reasons: ["{day}: до {due}", "{day}: due {due_iso}, lesson {day_iso}"],
};
const column = (told) => columnsOf([HEAD], { ...TABLES, columns: [{ id: "c1", left: 4, ...told }] })[0];

test("a column has the name and the weight of its kind", () => {
  const { name, weight } = column({});
  assert.deepEqual([name, weight], ["Контрольная работа", 3]);
});

test("the last day is so many days from today", () => {
  assert.deepEqual([4, 0, -1].map((left) => column({ left }).due), ["05.05.2026", "01.05.2026", "30.04.2026"]);
});

test("a reason is told with the days of its column", () => {
  assert.equal(column({ lock: 0 }).lock, "30.04.2026: до 05.05.2026");
});

test("an English reason has its days as it spells them", () => {
  assert.equal(column({ standing: 1 }).standing, "30.04.2026: due 2026-05-05, lesson 2026-04-30");
});

test("a column without a reason is open", () => {
  const { lock, standing, opened } = column({});
  assert.deepEqual([lock, standing, opened], ["", "", []]);
});
