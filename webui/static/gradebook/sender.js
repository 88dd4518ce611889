/**
 * Sends the queue in the background: a moment after the last edit, again after a lost connection, in order, one batch
 * at a time. It shows nothing: whoever made it is told of each answer and of each change of weather.
 */

import { Queue } from "./queue.js";

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("./queue.js").Outcome} Outcome */
/** @typedef {"calm" | "sending" | "offline" | "signedOut"} Weather */
/** @typedef {{ answered: (item: Item, outcome: Outcome) => void, weather: (weather: Weather) => void }} Told */

const AT_ONCE = 100;
const PAUSE = 400;
const RETRIES = [2000, 4000, 8000, 15000, 30000];

export class Sender {
  /**
   * @param {Queue} queue
   * @param {string} url
   * @param {Told} told
   */
  constructor(queue, url, told) {
    this.queue = queue;
    this.url = url;
    this.told = told;
    this.failures = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    window.addEventListener("online", () => this.soon(0));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.soon(0));
  }

  /**
   * Send after a pause, so that a burst of typing is one request.
   * @param {number} [pause]
   */
  soon(pause = PAUSE) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.send(), pause);
  }

  async send() {
    const batch = this.queue.take(AT_ONCE);
    if (!batch.length) return;
    this.told.weather("sending");
    try {
      const answer = await this.post(batch);
      if (answer.status >= 500) return this.again("offline");
      if (answer.status === 429) return this.again("sending"); // asked too often: nothing was looked at
      if (answer.status === 401) return this.again("signedOut");
      if (answer.status === 400 && this.failures < 3 && (await this.renewed(answer.clone()))) {
        return this.again("sending", 0);
      }
      const body = await answer.json();
      this.failures = 0;
      const refused = { ok: false, code: String(body.code ?? ""), text: String(body.text ?? "") };
      const outcomes = answer.ok ? body.outcomes : batch.map(() => refused);
      for (const { item, outcome } of this.queue.settle(outcomes)) this.told.answered(item, outcome);
      this.told.weather("calm");
      if (this.queue.size) this.soon(0);
    } catch {
      this.again("offline");
    }
  }

  /** @param {Item[]} batch */
  post(batch) {
    const edits = batch.map(({ cell, seen, value }) => ({ ...cell, seen, value }));
    const token = document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
    return fetch(this.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ edits }),
    });
  }

  /**
   * Whether the request was refused for its token alone and the page has a fresh one now.
   * @param {Response} answer
   */
  async renewed(answer) {
    if ((await answer.json()).code !== "csrf") return false;
    const fresh = await fetch(this.url, { headers: { Accept: "application/json" } });
    if (!fresh.ok) return false;
    document.querySelector('meta[name="csrf-token"]')?.setAttribute("content", (await fresh.json()).csrf);
    return true;
  }

  /**
   * @param {Weather} weather
   * @param {number} [pause]
   */
  again(weather, pause) {
    this.queue.fail();
    this.told.weather(weather);
    this.soon(pause ?? RETRIES[Math.min(this.failures, RETRIES.length - 1)]);
    this.failures += 1;
  }
}
