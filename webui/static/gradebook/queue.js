/**
 * Edits on their way to the site, in order: kept until each has its answer, sent again when nobody knows.
 *
 * Pure: it knows no network, no clock and no page. An edit names the version that it was made over, so one that was
 * written before the answer got lost is recognised by the site and not written twice.
 */

/** @typedef {{ place: string, column: string, pupil: string }} Cell */
/**
 * @typedef {object} Item
 * @property {number} id
 * @property {Cell} cell
 * @property {number} seen the version over which the edit was made
 * @property {string} value
 * @property {boolean} tried whether it may have reached the site
 */
/** @typedef {{ seq: number, value: string, who: string, when: string }} Theirs */
/** @typedef {{ ok: true, seq: number, value: string } | { ok: false, code: string, text: string, theirs?: Theirs }} Outcome */

/** @param {Cell} cell */
export function nameOf(cell) {
  return `${cell.place}:${cell.column}:${cell.pupil}`;
}

export class Queue {
  constructor() {
    /** @type {Item[]} */
    this.items = [];
    this.next = 1;
    this.flying = 0;
  }

  /**
   * Put what an earlier page left behind before everything else.
   * @param {Item[]} items
   */
  restore(items) {
    const earlier = [...items].sort((a, b) => a.id - b.id);
    this.items.unshift(...earlier);
    this.next = this.items.reduce((most, { id }) => Math.max(most, id), 0) + 1;
  }

  /** How many edits have no answer yet. */
  get size() {
    return this.items.length;
  }

  /**
   * Add an edit; one that was never sent takes the new value instead.
   * @param {Cell} cell
   * @param {number} seen the version that stands
   * @param {string} value
   * @returns {Item}
   */
  add(cell, seen, value) {
    const last = this.last(cell);
    if (last && !last.tried) {
      last.value = value;
      return last;
    }
    const item = { id: this.next, cell, seen: last ? last.seen + 1 : seen, value, tried: false };
    this.next += 1;
    this.items.push(item);
    return item;
  }

  /**
   * The newest edit of a cell that has no answer yet.
   * @param {Cell} cell
   * @returns {Item | undefined}
   */
  last(cell) {
    const name = nameOf(cell);
    return this.items.findLast((item) => nameOf(item.cell) === name);
  }

  /**
   * The next edits to send, none while others fly.
   * @param {number} most
   * @returns {Item[]}
   */
  take(most) {
    if (this.flying) return [];
    const batch = this.items.slice(0, most);
    for (const item of batch) item.tried = true;
    this.flying = batch.length;
    return batch;
  }

  /**
   * The answers to what was taken, in its order.
   * @param {Outcome[]} outcomes
   * @returns {{ item: Item, outcome: Outcome }[]}
   */
  settle(outcomes) {
    const answered = this.items.splice(0, this.flying);
    this.flying = 0;
    return answered.map((item, at) => {
      const outcome = outcomes[at];
      const later = this.items.find((one) => nameOf(one.cell) === nameOf(item.cell));
      if (later && outcome.ok) later.seen = outcome.seq;
      return { item, outcome };
    });
  }

  /** Nobody knows whether they arrived: they are sent again, in order. */
  fail() {
    this.flying = 0;
  }
}
