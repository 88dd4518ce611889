/**
 * The journal at work: every change of a cell goes through here to the queue, and every answer back into its cell.
 *
 * It keeps what can be undone and what the site refused or disputes; dialogs and keys are elsewhere.
 */

import { Queue, nameOf } from "./queue.js";
import { Sender } from "./sender.js";
import { filled } from "./words.js";

/** @typedef {import("./page.js").Box} Box */
/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("./queue.js").Outcome} Outcome */
/** @typedef {import("./queue.js").Theirs} Theirs */
/** @typedef {import("./sender.js").Weather} Weather */
/** @typedef {{ box: Box, mine: string, code: string, text: string, theirs?: Theirs, before: string }} Dispute */
/** @typedef {{ weather: Weather, waiting: number, disputes: Dispute[], foreign: number }} Standing */

const MOST_UNDONE = 200;

export class Book {
  /**
   * @param {import("./page.js").Page} page
   * @param {import("./store.js").Shelf} shelf
   * @param {(standing: Standing) => void} told
   */
  constructor(page, shelf, told) {
    this.page = page;
    this.shelf = shelf;
    this.told = told;
    this.queue = new Queue();
    this.foreign = 0;
    /** @type {Weather} */
    this.weather = "calm";
    /** @type {Map<string, Dispute>} */
    this.disputes = new Map();
    /** @type {Map<string, string>} what stood before the first edit that has no answer yet */
    this.stood = new Map();
    /** @type {{ box: Box, before: string, after: string }[]} */
    this.past = [];
    this.sender = new Sender(this.queue, page.facts.urls.cells, {
      answered: (item, outcome) => this.answered(item, outcome),
      weather: (weather) => this.blow(weather),
    });
  }

  /** Take up what an earlier page of this account left unsent. */
  async resume() {
    const kept = await this.shelf.all();
    const mine = kept.filter(({ account, page }) => account === this.shelf.account && page === this.shelf.page);
    this.foreign = kept.length - mine.length;
    const items = mine.map(({ item }) => ({ ...item, tried: true })); // nobody knows how far they came
    this.queue.restore(items);
    for (const { cell, value } of this.queue.items) {
      const box = this.page.find(cell);
      if (box) this.page.show(box, value, "queue");
    }
    this.tell();
    if (items.length) this.sender.soon(0);
  }

  /**
   * Write a value into a cell that is not locked.
   * @param {Box} box
   * @param {string} value as spelled
   */
  write(box, value) {
    if (value === box.value) return;
    this.past.push({ box, before: box.value, after: value });
    this.past.splice(0, this.past.length - MOST_UNDONE);
    this.put(box, value);
  }

  /** @returns {Box | null} the cell whose last change was taken back */
  undo() {
    while (this.past.length) {
      const { box, before, after } = /** @type {{ box: Box, before: string, after: string }} */ (this.past.pop());
      if (box.value !== after || this.page.lock(box)) continue; // changed since, or closed
      this.put(box, before);
      return box;
    }
    return null;
  }

  /**
   * @param {Box} box
   * @param {string} value
   */
  put(box, value) {
    const name = nameOf(box.cell);
    if (!this.stood.has(name)) this.stood.set(name, box.value);
    this.disputes.delete(name);
    const item = this.queue.add(box.cell, box.seq, value);
    this.page.show(box, value, this.weather === "calm" || this.weather === "sending" ? "wait" : "queue");
    void this.shelf.put(item);
    this.sender.soon();
    this.tell();
  }

  /**
   * @param {Item} item
   * @param {Outcome} outcome
   */
  answered(item, outcome) {
    void this.shelf.remove(item);
    const box = this.page.find(item.cell);
    if (!box) return;
    const [name, later] = [nameOf(item.cell), this.queue.last(item.cell)];
    if (outcome.ok) {
      box.seq = outcome.seq;
      this.stood.set(name, outcome.value);
      if (!later) this.page.show(box, outcome.value, "ok");
    } else if (!later) {
      const { code, text, theirs } = outcome;
      const before = theirs?.value ?? this.stood.get(name) ?? "";
      if (theirs) box.seq = theirs.seq;
      this.disputes.set(name, { box, mine: item.value, code, text, theirs, before });
      this.page.show(box, item.value, "bad");
    }
    if (!later) this.stood.delete(name);
    this.tell();
  }

  /**
   * End a dispute: with what stands, or by writing one's own over the version that was shown.
   * @param {Dispute} dispute
   * @param {"theirs" | "mine"} choice
   */
  decide(dispute, choice) {
    this.disputes.delete(nameOf(dispute.box.cell));
    if (choice === "mine") {
      this.stood.set(nameOf(dispute.box.cell), dispute.before);
      this.put(dispute.box, dispute.mine);
    } else this.page.show(dispute.box, dispute.before, "");
    this.tell();
  }

  /** @param {Weather} weather */
  blow(weather) {
    this.weather = weather;
    const away = weather === "offline" || weather === "signedOut";
    for (const { cell } of this.queue.items) {
      const box = this.page.find(cell);
      if (box) this.page.show(box, box.value, away ? "queue" : "wait");
    }
    this.tell();
  }

  tell() {
    const { weather, foreign } = this;
    this.told({ weather, foreign, waiting: this.queue.size, disputes: [...this.disputes.values()] });
  }
}

/**
 * What the line of the state says.
 * @param {Standing} standing
 * @param {Record<string, string>} words
 */
export function stateText({ weather, waiting, foreign, disputes }, words) {
  const parts = [];
  const conflicts = disputes.filter(({ theirs }) => theirs).length;
  if (conflicts) parts.push(`${filled(words.conflicts, { count: conflicts })}.`);
  if (disputes.length > conflicts) parts.push(`${filled(words.refusals, { count: disputes.length - conflicts })}.`);
  if (weather === "signedOut") parts.push(filled(words.signIn, { count: waiting }));
  else if (weather === "offline") parts.push(filled(words.queued, { count: waiting }));
  else if (waiting) parts.push(filled(words.saving, { count: waiting }));
  else if (!disputes.length) parts.push(words.saved);
  if (foreign) parts.push(filled(words.foreign, { count: foreign }));
  return parts.join(" ");
}
