// @ts-check
/**
 * Signs the files that the page lists with a key of this browser or, through the plug-in, a qualified certificate: asks,
 * a few records at a time, what the key has to sign, and sends all the signatures at once. Whatever stops it before
 * leaves nothing signed.
 */

import { canAsk, signDigest } from "./qualified.js";
import { canHold, held, sign } from "./store.js";
import { post, whenSent } from "./talk.js";

/** @typedef {{ id: string, asked: string, algorithm: string }} Question */
/** @type {Record<string, (mark: string, question: Question) => Promise<string>>} each kind of key, and how it signs */
const SIGNS = {
  browser: (mark, { asked }) => sign(mark, asked),
  qualified: (mark, { asked, algorithm }) => signDigest(mark, algorithm, asked),
};

/**
 * @param {HTMLFormElement} form
 * @param {HTMLSelectElement} keys
 */
function signs(form, keys) {
  const bar = /** @type {HTMLProgressElement} */ (form.querySelector("progress"));
  const files = [...form.querySelectorAll("input[name=file]")].map((one) => /** @type {HTMLInputElement} */ (one).value);
  const atOnce = Number(form.dataset.atOnce);
  whenSent(form, async () => {
    const { mark = "", held: kind = "" } = keys.selectedOptions[0]?.dataset ?? {};
    /** @type {Record<string, string>} */
    const answers = {};
    bar.hidden = false;
    for (let first = 0; first < files.length; first += atOnce) {
      const told = { certificate: keys.value, files: files.slice(first, first + atOnce) };
      const { questions } = await post(form, form.dataset.question ?? "", told);
      for (const one of questions) answers[one.id] = await SIGNS[kind](mark, one);
      bar.value = Object.keys(answers).length;
    }
    const { on } = await post(form, form.action, { answers });
    location.assign(on);
  });
}

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("sign-with-key"));
if (form) {
  const keys = /** @type {HTMLSelectElement} */ (form.elements.namedItem("key"));
  const options = [...keys.options];
  const mine = canHold() ? await held() : new Set();
  const asks = options.some((one) => one.dataset.held === "qualified") && (await canAsk());
  for (const one of options) {
    const here = one.dataset.held === "qualified" ? asks : mine.has(one.dataset.mark);
    if (!here) one.remove();
  }
  form.hidden = !keys.options.length;
  /** @type {HTMLElement} */ (document.getElementById("no-key")).hidden = !form.hidden;
  if (!form.hidden) {
    signs(form, keys);
    /** @type {HTMLButtonElement} */ (form.querySelector("button")).focus();
  }
}
