/** The one open cell: a field over it, what it will be written as while one types, and how it is left. */

import { filled } from "./words.js";

/** @typedef {import("./page.js").Box} Box */
/** @typedef {{ commit: (box: Box, value: string) => void, left: (box: Box, key: string) => void, hint: (text: string) => void }} Told */

const LEAVING = new Set(["Enter", "Tab", "ArrowUp", "ArrowDown", "PageUp", "PageDown"]);
const SIDEWAYS = new Set(["ArrowLeft", "ArrowRight", "Home", "End"]);

export class Editor {
  /**
   * @param {import("./page.js").Page} page
   * @param {Told} told
   */
  constructor(page, told) {
    this.page = page;
    this.told = told;
    /** @type {Box | null} */
    this.box = null;
    this.caret = false;
    this.field = document.createElement("input");
    this.field.className = "edit";
    this.field.autocomplete = "off";
    this.field.spellcheck = false;
    this.field.maxLength = 40;
    this.field.lang = "ru";
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.field.addEventListener("blur", () => this.close(true));
  }

  /**
   * Open a cell: with the key that was typed, or with what stands there.
   * @param {Box} box
   * @param {string | null} typed
   */
  open(box, typed) {
    this.box = box;
    this.caret = typed === null; // then arrows move inside the field
    this.field.value = typed ?? box.value;
    this.field.setAttribute("aria-label", this.page.where(box));
    this.field.removeAttribute("aria-invalid");
    box.element.removeAttribute("tabindex"); // while it is open the field is the stop
    box.element.replaceChildren(this.field);
    this.field.focus();
    if (this.caret) this.field.select();
    this.typed();
  }

  /** Whether the cell is filled by one stroke and nothing could follow: for those who do not press Enter. */
  get complete() {
    const value = this.box && this.page.meant(this.box, this.field.value);
    return this.field.value.length === 1 && value !== null && value !== "";
  }

  typed() {
    if (!this.box) return;
    const value = this.page.meant(this.box, this.field.value);
    const { words } = this.page.facts;
    if (value === null) {
      const expected = this.page.expected(this.box);
      this.told.hint(filled(words.unknown, { value: this.field.value, expected }));
    } else {
      this.field.removeAttribute("aria-invalid");
      this.told.hint(value === this.field.value.trim() ? "" : filled(words.completed, { value }));
    }
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    event.stopPropagation();
    if (event.isComposing) return;
    const { key } = event;
    if (key === "Escape") {
      event.preventDefault();
      this.leave(false, key);
    } else if (LEAVING.has(key) || (SIDEWAYS.has(key) && !this.caret)) {
      event.preventDefault();
      this.leave(true, event.shiftKey && (key === "Enter" || key === "Tab") ? `Shift${key}` : key);
    }
  }

  /**
   * Write or not, give the cell back, and say by which key it was left; what does not fit keeps the field open.
   * @param {boolean} write
   * @param {string} key
   */
  leave(write, key) {
    const { box } = this;
    if (!box) return;
    if (write && this.page.meant(box, this.field.value) === null) {
      this.field.setAttribute("aria-invalid", "true");
      this.field.select();
      return;
    }
    this.close(write);
    this.told.left(box, key);
  }

  /** @param {boolean} write */
  close(write) {
    const { box } = this;
    if (!box) return;
    this.box = null; // the field's removal blurs it: once is enough
    const value = write ? this.page.meant(box, this.field.value) : null;
    box.element.textContent = box.value;
    box.element.tabIndex = 0;
    if (value !== null) this.told.commit(box, value);
  }
}
