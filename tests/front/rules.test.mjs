/** The grid's grammar, its keyboard and its means, over the cases that the server is held to as well. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { meanText, meant, proposed, spelled, spelledResult } from "../../webui/static/gradebook/rules.js";

const cases = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));

const RULES = {
  marks: ["2", "3", "4", "5"],
  special: ["осв", "н/а", "безотм", "зач"],
  absences: ["н", "б", "у"],
  late: ["оп"],
  aliases: {
    "осв.": "осв",
    "н/а.": "н/а",
    "н\\а": "н/а",
    "н.а.": "н/а",
    "безотм.": "безотм",
    "зач.": "зач",
    зачет: "зач",
    зачёт: "зач",
    "оп.": "оп",
    опозд: "оп",
  },
  thresholds: [
    ["5", 450],
    ["4", 350],
    ["3", 250],
    ["2", 0],
  ],
  fewest: 2,
};

for (const { typed, value } of cases("marks.json")) {
  test(`${JSON.stringify(typed)} is spelled as the server spells it`, () => {
    assert.equal(spelled(typed, RULES), value);
  });
}

const WEIGHTS = { КР: 3 };
for (const { name, marks, mean, count, mark } of cases("proposals.json")) {
  test(`the proposal of the server: ${name}`, () => {
    const cells = marks.map(([kind, value]) => [WEIGHTS[kind] ?? 1, value]);
    assert.deepEqual(proposed(cells, RULES), { mean, count, mark });
  });
}

const KEYS = [
  ["y", "н", "the key of «н» on a Latin keyboard"],
  [",", "б", "the key of «б»"],
  ["e", "у", "the key of «у»"],
  ["E", "у", "with the Shift key"],
  ["jcd", "осв", "a word on a Latin keyboard"],
  ["pfx", "зач", "another"],
  ["jg", "оп", "late"],
  ["y/f", "н/а", "with the stroke of the Latin keyboard"],
  ["y|f", "н/а", "with the stroke of the Russian key"],
  ["4y", "4 н", "a mark and an absence"],
  ["H", "н", "a letter that only looks Russian"],
  ["4,5", "4/5", "two marks with a comma"],
  ["4.5", "4/5", "two marks with the key of the stroke, Russian layout"],
  ["н.а", "н/а", "a word with the key of the stroke, Russian layout"],
  ["ос", "осв", "a word by its beginning"],
  ["з", "зач", "by its first letter"],
  ["бе", "безотм", "past an absence"],
  ["5 з", "5/зач", "a word after a mark"],
  ["н/", "н/а", "up to the stroke"],
  ["о", null, "two words begin so"],
  ["ы", null, "no word begins so"],
  ["45", null, "two marks without a stroke"],
  ["7", null, "no mark"],
  ["", "", "nothing"],
];
for (const [typed, value, why] of KEYS) {
  test(`typed ${JSON.stringify(typed)} means ${value}: ${why}`, () => {
    assert.equal(meant(typed, RULES), value);
  });
}

for (const [typed, value] of [
  ["4", "4"],
  ["осв", "осв"],
  ["", ""],
  ["4/5", null],
  ["н", null],
  ["4 н", null],
  ["1", null],
]) {
  test(`${JSON.stringify(typed)} as a period mark is ${value}`, () => {
    assert.equal(spelledResult(typed, RULES), value);
  });
}

test("a mean is shown with two digits", () => {
  assert.deepEqual([433, 400, null].map(meanText), ["4,33", "4,00", ""]);
});
