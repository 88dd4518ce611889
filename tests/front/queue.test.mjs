/** The queue: order, one answer an edit, nothing sent twice as something else, nothing lost. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Queue } from "../../webui/static/gradebook/queue.js";

const LENA = { place: "lesson", column: "a1.0", pupil: "lena" };
const EGOR = { place: "lesson", column: "a1.0", pupil: "egor" };
const saved = (seq, value) => ({ ok: true, seq, value });

const sent = (queue, most = 100) => queue.take(most).map(({ cell, seen, value }) => [cell.pupil, seen, value]);

test("edits are taken in the order in which they were made", () => {
  const queue = new Queue();
  queue.add(EGOR, 0, "5");
  queue.add(LENA, 1, "4");
  assert.deepEqual(sent(queue), [["egor", 0, "5"], ["lena", 1, "4"]]);
});

test("an edit that was not sent takes the newer value", () => {
  const queue = new Queue();
  queue.add(LENA, 1, "4");
  queue.add(LENA, 1, "5");
  assert.deepEqual(sent(queue), [["lena", 1, "5"]]);
});

test("an edit under way is followed by another over its version", () => {
  const queue = new Queue();
  queue.add(LENA, 1, "4");
  queue.take(100);
  queue.add(LENA, 1, "5");
  queue.settle([saved(2, "4")]);
  assert.deepEqual(sent(queue), [["lena", 2, "5"]]);
});

test("an edit that changed nothing gives its version to the next", () => {
  const queue = new Queue();
  queue.add(LENA, 3, "4");
  queue.take(100);
  queue.add(LENA, 3, "5");
  queue.settle([saved(3, "4")]);
  assert.deepEqual(sent(queue), [["lena", 3, "5"]]);
});

test("nothing is taken while a batch is under way", () => {
  const queue = new Queue();
  queue.add(LENA, 1, "4");
  queue.take(100);
  queue.add(EGOR, 0, "5");
  assert.deepEqual(sent(queue), []);
});

test("a batch that failed is taken again as it was", () => {
  const queue = new Queue();
  queue.add(LENA, 1, "4");
  queue.take(100);
  queue.fail();
  assert.deepEqual(sent(queue), [["lena", 1, "4"]]);
});

test("an edit that may have arrived keeps its value, the next comes after it", () => {
  const queue = new Queue();
  queue.add(LENA, 1, "4");
  queue.take(100);
  queue.fail();
  queue.add(LENA, 1, "5");
  assert.deepEqual(sent(queue), [["lena", 1, "4"], ["lena", 2, "5"]]);
});

test("no more are taken than asked for", () => {
  const queue = new Queue();
  queue.add(LENA, 1, "4");
  queue.add(EGOR, 0, "5");
  assert.deepEqual(sent(queue, 1), [["lena", 1, "4"]]);
});

test("an answered edit is gone", () => {
  const queue = new Queue();
  queue.add(LENA, 1, "4");
  queue.take(100);
  queue.settle([saved(2, "4")]);
  assert.equal(queue.size, 0);
});

test("each answer goes to its own edit", () => {
  const queue = new Queue();
  queue.add(EGOR, 0, "5");
  queue.add(LENA, 1, "4");
  queue.take(100);
  const refused = { ok: false, code: "entry.period_cut", text: "закрыт" };
  const answers = queue.settle([refused, saved(2, "4")]);
  assert.deepEqual(answers.map(({ item, outcome }) => [item.cell.pupil, outcome.ok]), [["egor", false], ["lena", true]]);
});

test("what an earlier page left behind comes first, in its order", () => {
  const queue = new Queue();
  queue.add(LENA, 1, "4");
  queue.restore([
    { id: 9, cell: EGOR, seen: 1, value: "3", tried: true },
    { id: 8, cell: EGOR, seen: 0, value: "5", tried: true },
  ]);
  assert.deepEqual(sent(queue), [["egor", 0, "5"], ["egor", 1, "3"], ["lena", 1, "4"]]);
});

test("a new edit never takes the number of one that was left behind", () => {
  const queue = new Queue();
  queue.restore([{ id: 9, cell: EGOR, seen: 0, value: "5", tried: true }]);
  assert.equal(queue.add(LENA, 1, "4").id, 10);
});
