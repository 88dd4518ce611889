/**
 * The teacher's grid: puts page, book, editor and dialogs together and listens to keys, mouse and tools.
 *
 * One Tab stop (roving tabindex). Without this file the same page is a table with links to plain forms.
 */

import { Book, stateText } from "./book.js";
import { preview, table } from "./clipboard.js";
import { askDisputes, askPaste } from "./dialogs.js";
import { Editor } from "./editor.js";
import { moved } from "./moves.js";
import { Page } from "./page.js";
import { Shelf } from "./store.js";
import { allPresent, fillDown, takeProposed } from "./tools.js";
import { filled } from "./words.js";

/** @typedef {import("./page.js").Box} Box */
const ADVANCE = "letopis-advance";

class Sheet {
  /**
   * @param {HTMLTableElement} grid
   * @param {import("./page.js").Facts} facts
   * @param {Shelf} shelf
   */
  constructor(grid, facts, shelf) {
    this.words = facts.words;
    this.page = new Page(grid, facts);
    this.book = new Book(this.page, shelf, (standing) => this.tell(standing));
    this.editor = new Editor(this.page, {
      commit: (box, value) => this.book.write(box, value),
      left: (box, key) => this.left(box, key),
      hint: (text) => this.hint(text),
    });
    this.at = this.page.boxes[0][0];
    this.at.element.tabIndex = 0;
    this.advance = /** @type {HTMLInputElement | null} */ (document.getElementById("advance"));
    this.where = element("where");
    this.state = element("state");
    this.said = element("said");
    this.paste = /** @type {HTMLDialogElement} */ (element("paste"));
    this.disputes = /** @type {HTMLDialogElement} */ (element("disputes"));
    this.keys = /** @type {HTMLDialogElement | null} */ (document.getElementById("keys"));
    this.listen(grid);
  }

  /** @param {HTMLTableElement} grid */
  listen(grid) {
    element("status").hidden = false;
    element("spread").removeAttribute("tabindex"); // the grid itself is the one stop
    grid.addEventListener("keydown", (event) => this.pressed(event));
    grid.addEventListener("focusin", (event) => this.focused(event));
    grid.addEventListener("pointerdown", (event) => this.pointed(event));
    grid.addEventListener("paste", (event) => this.pasted(event));
    this.editor.field.addEventListener("input", () => this.stroke());
    this.disputes.addEventListener("close", () => {
      const { activeElement: at, body } = document;
      if (at === body || this.disputes.contains(at)) this.back(); // what had opened it is gone
    });
    window.addEventListener("beforeunload", (event) => this.book.queue.size && event.preventDefault());
    const tools = document.getElementById("tools");
    if (tools) {
      tools.hidden = false;
      tools.addEventListener("click", ({ target }) => {
        if (target instanceof HTMLButtonElement) this.use(target.dataset.do);
      });
    }
    if (this.advance) {
      this.advance.checked = localStorage.getItem(ADVANCE) === "yes";
      this.advance.addEventListener("change", () => {
        localStorage.setItem(ADVANCE, this.advance?.checked ? "yes" : "no");
      });
    }
  }

  /**
   * Make a cell the one stop of Tab and go there.
   * @param {Box} box
   */
  go(box) {
    box.element.tabIndex = 0;
    this.page.label(box);
    box.element.focus();
  }

  /**
   * A cell becomes able to take the focus when it is pointed at; the one that has it is opened.
   * @param {PointerEvent} event
   */
  pointed(event) {
    const box = event.target instanceof Element && this.page.of.get(event.target);
    if (!box) return;
    box.element.tabIndex = 0;
    if (document.activeElement !== box.element) return;
    event.preventDefault(); // else the cell takes the focus back from its field
    this.open(null);
  }

  /** @param {FocusEvent} event */
  focused({ target }) {
    const box = target instanceof Element && this.page.of.get(target);
    if (!box) return;
    if (this.at !== box) this.at.element.tabIndex = -1;
    this.at = box;
    box.element.tabIndex = 0;
    this.page.label(box);
    this.hint("");
  }

  /**
   * The line above the grid: where one is, until when, why not; and what the open field will be written as.
   * @param {string} text
   */
  hint(text) {
    const column = this.page.column(this.at);
    const weight = column && column.weight > 1 ? filled(this.words.weight, { weight: column.weight }) : "";
    const facts = [this.page.where(this.at), weight, this.page.due(this.at), column?.topic, this.page.lock(this.at)];
    this.where.textContent = text ? `${facts[0]} — ${text}` : facts.filter(Boolean).join(" · ");
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    const ctrl = ctrlKey || metaKey;
    if (altKey || event.isComposing || !(event.target instanceof HTMLTableCellElement)) return;
    const to = moved(key, ctrl, this.at, this.page.size);
    if (to) this.go(this.page.boxes[to.row][to.col]);
    else if (key === "Enter") this.step(shiftKey ? -1 : 1, 0);
    else if (key === "F2") this.open(null);
    else if (key === "Delete" || key === "Backspace") this.clear();
    else if (ctrl && event.code === "KeyZ") this.use("undo");
    else if (ctrl && event.code === "KeyD") this.use("fill");
    else if (key === "?") this.use("keys");
    else if (!ctrl && key.length === 1 && key !== " ") this.open(key);
    else return;
    event.preventDefault();
  }

  /**
   * @param {number} down
   * @param {number} right
   */
  step(down, right) {
    const { rows, cols } = this.page.size;
    const [row, col] = [this.at.row + down, this.at.col + right];
    this.go(row >= 0 && row < rows && col >= 0 && col < cols ? this.page.boxes[row][col] : this.at);
  }

  /** @param {string | null} typed */
  open(typed) {
    if (this.page.lock(this.at)) this.say(this.page.lock(this.at));
    else {
      this.editor.open(this.at, typed);
      this.stroke();
    }
  }

  /** With «move down after a mark» a single stroke is enough. */
  stroke() {
    if (this.advance?.checked && !this.editor.caret && this.editor.complete) this.editor.leave(true, "Enter");
  }

  /**
   * @param {Box} box
   * @param {string} key
   */
  left(box, key) {
    this.at = box;
    const steps = { Enter: [1, 0], ShiftEnter: [-1, 0], Tab: [0, 1], ShiftTab: [0, -1] };
    const step = steps[/** @type {keyof typeof steps} */ (key)];
    const to = moved(key, false, box, this.page.size);
    if (step) this.step(step[0], step[1]);
    else this.go(to ? this.page.boxes[to.row][to.col] : box);
  }

  clear() {
    const lock = this.page.lock(this.at);
    if (lock) this.say(lock);
    else this.book.write(this.at, "");
  }

  undo() {
    const box = this.book.undo();
    this.say(box ? filled(this.words.undone, { cell: this.page.where(box) }) : this.words.nothingToUndo);
    if (box) this.go(box);
  }

  /** @param {string | undefined} what */
  use(what) {
    const { page, book, at, words } = this;
    if (what === "undo") this.undo();
    else if (what === "fill") this.say(filled(words.filled, { count: fillDown(page, book, at) }));
    else if (what === "present") this.say(filled(words.present, { count: allPresent(page, book, at) }));
    else if (what === "take") this.say(filled(words.taken, { count: takeProposed(page, book) }));
    else if (what === "keys" && this.keys) this.keys.showModal();
    else if (what === "history") {
      const { place, column, pupil } = at.cell;
      location.assign(`${page.facts.urls.history}?${new URLSearchParams({ place, column, pupil })}`);
    }
  }

  /** @param {ClipboardEvent} event */
  pasted(event) {
    if (!(event.target instanceof HTMLTableCellElement)) return;
    event.preventDefault();
    const unknown = (/** @type {string} */ value) =>
      filled(this.words.unknown, { value, expected: this.page.expected(this.at) });
    const look = (/** @type {number} */ row, /** @type {number} */ col) => {
      const box = this.page.boxes[row]?.[col];
      if (!box) return null;
      const spell = (/** @type {string} */ text) => this.page.meant(box, text);
      return { value: box.value, lock: this.page.lock(box), spell };
    };
    const cells = table(event.clipboardData?.getData("text/plain") ?? "");
    const said = { outside: this.words.pasteOutside, unknown };
    const from = this.at;
    askPaste(this.paste, preview(cells, from, look, said), this.page.where(from), this.words, (good) => {
      for (const { row, col, value } of good) this.book.write(this.page.boxes[row][col], value ?? "");
      this.go(from);
    });
  }

  /**
   * Say it where one looks, and to a screen reader.
   * @param {string} text
   */
  say(text) {
    this.where.textContent = text;
    this.said.textContent = text;
  }

  /** @param {import("./book.js").Standing} standing */
  tell(standing) {
    const { weather, waiting, disputes } = standing;
    const shown = disputes.length ? "disputed" : waiting && weather === "calm" ? "sending" : weather;
    const text = stateText(standing, this.words);
    // Not each mark on its way is read out: only what came of it, and bad weather.
    if (weather === "calm" ? !waiting : weather !== "sending") this.said.textContent = text;
    const here = this.state.contains(document.activeElement);
    this.state.textContent = text;
    this.state.dataset.weather = shown;
    if (weather === "signedOut") {
      const link = document.createElement("a");
      Object.assign(link, { href: this.page.facts.urls.signIn, target: "_blank", textContent: this.words.signInLink });
      this.state.append(" ", link);
    }
    if (disputes.length) {
      const open = document.createElement("button");
      Object.assign(open, { type: "button", className: "button small danger", textContent: this.words.show });
      open.addEventListener("click", () => this.ask());
      this.state.append(" ", open);
    }
    if (here) this.back();
  }

  /** The focus to what the line of the state offers, for what had it is gone; else to the cell where one was. */
  back() {
    const offered = /** @type {HTMLElement | null} */ (this.state.querySelector("button, a"));
    if (offered) offered.focus();
    else this.go(this.at);
  }

  ask() {
    const disputes = [...this.book.disputes.values()];
    askDisputes(this.disputes, disputes, ({ box }) => this.page.where(box), this.words, (dispute, choice) => {
      this.book.decide(dispute, choice);
      this.ask();
      if (!this.book.disputes.size) this.go(dispute.box);
    });
  }
}

/** @param {string} id */
function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

const grid = document.getElementById("grid");
if (grid instanceof HTMLTableElement) {
  /** @type {import("./page.js").Facts} */
  const facts = JSON.parse(element("facts").textContent ?? "{}");
  const shelf = await Shelf.open(facts.account, facts.urls.cells);
  await new Sheet(grid, facts, shelf).book.resume();
  grid.dataset.ready = "yes";
}
