/** Two dialogs: what a paste would do before it is done, and the cells that the site refused or disputes. */

import { filled } from "./words.js";

/** @typedef {import("./book.js").Dispute} Dispute */
/** @typedef {import("./clipboard.js").Pasted} Pasted */
/** @typedef {Record<string, string>} Words */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} text
 * @param {string} [name] its class
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function made(tag, text, name = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (name) element.className = name;
  return element;
}

/**
 * @param {string} text
 * @param {string} kind
 * @param {() => void} done
 */
function button(text, kind, done) {
  const element = made("button", text, `button ${kind}`);
  element.type = "button";
  element.addEventListener("click", done);
  return element;
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {string} title
 * @param {(Node | string)[]} content
 */
function fill(dialog, title, content) {
  const heading = made("h2", title);
  heading.id = `${dialog.id}-title`;
  dialog.replaceChildren(heading, ...content);
  if (dialog.open) dialog.querySelector("button")?.focus(); // what had the focus is gone
  else dialog.showModal();
}

/**
 * Ask before a paste; `apply` gets the cells that can be written.
 * @param {HTMLDialogElement} dialog
 * @param {Pasted[]} cells
 * @param {string} where
 * @param {Words} words
 * @param {(cells: Pasted[]) => void} apply
 */
export function askPaste(dialog, cells, where, words, apply) {
  const good = cells.filter(({ why, same }) => !why && !same);
  const wrong = cells.filter(({ why }) => why);
  const same = cells.filter((cell) => cell.same && !cell.why).length;
  const lead = made("p", filled(words.pasteLead, { cell: where, count: good.length, errors: wrong.length, same }));
  const actions = made("p", "", "actions");
  if (good.length) {
    const write = button(filled(words.pasteApply, { count: good.length }), "primary", () => {
      dialog.close();
      apply(good);
    });
    write.autofocus = true;
    actions.append(write);
  }
  actions.append(button(words.cancel, "plain", () => dialog.close()));
  fill(dialog, words.pasteTitle, [lead, pasted(cells), actions]);
}

/** @param {Pasted[]} cells */
function pasted(cells) {
  const box = made("div", "", "scroll");
  box.tabIndex = 0;
  const table = made("table", "", "preview");
  const reasons = made("ul", "");
  const body = table.createTBody();
  /** @type {Map<number, HTMLTableRowElement>} */
  const rows = new Map();
  for (const { row, typed, value, why, same } of cells) {
    const line = rows.get(row) ?? body.insertRow();
    rows.set(row, line);
    const cell = line.insertCell();
    cell.textContent = (why ? typed : value) || "";
    cell.className = why ? "wrong" : same ? "same" : "";
    if (why && reasons.childElementCount < 20) reasons.append(made("li", why));
  }
  box.append(table);
  const both = document.createDocumentFragment();
  both.append(box, reasons);
  return both;
}

/**
 * Show what was not written; `decide` ends one of them.
 * @param {HTMLDialogElement} dialog
 * @param {Dispute[]} disputes
 * @param {(dispute: Dispute) => string} where
 * @param {Words} words
 * @param {(dispute: Dispute, choice: "theirs" | "mine") => void} decide
 */
export function askDisputes(dialog, disputes, where, words, decide) {
  if (!disputes.length) {
    dialog.close();
    return;
  }
  const conflicts = disputes.some(({ theirs }) => theirs);
  const parts = disputes.map((dispute) => {
    const part = made("section", "", "dispute");
    part.append(made("h3", where(dispute)), ...told(dispute, words));
    const actions = made("p", "", "actions");
    const keep = dispute.theirs ? words.conflictKeep : words.refusalDismiss;
    actions.append(button(keep, "plain", () => decide(dispute, "theirs")));
    if (dispute.theirs) actions.append(button(words.conflictWrite, "primary", () => decide(dispute, "mine")));
    part.append(actions);
    return part;
  });
  const later = made("p", "", "actions");
  later.append(button(words.later, "plain", () => dialog.close()));
  fill(dialog, conflicts ? words.conflictTitle : words.refusalTitle, [...parts, later]);
}

/**
 * @param {Dispute} dispute
 * @param {Words} words
 */
function told({ mine, text, theirs }, words) {
  if (!theirs) return [made("p", text)];
  const value = theirs.value || words.empty;
  return [
    made("p", filled(words.conflictTheirs, { ...theirs, value })),
    made("p", filled(words.conflictMine, { value: mine || words.empty })),
  ];
}
