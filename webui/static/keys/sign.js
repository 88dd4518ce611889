// @ts-check
/**
 * Signs the files that the page lists with a key of this browser: asks, a few records at a time, what the key has to
 * sign, and sends all the signatures at once. Whatever stops it before leaves nothing signed.
 */

import { canHold, held, sign } from "./store.js";
import { post, whenSent } from "./talk.js";

/**
 * @param {HTMLFormElement} form
 * @param {HTMLSelectElement} keys
 */
function signs(form, keys) {
  const bar = /** @type {HTMLProgressElement} */ (form.querySelector("progress"));
  const files = [...form.querySelectorAll("input[name=file]")].map((one) => /** @type {HTMLInputElement} */ (one).value);
  const atOnce = Number(form.dataset.atOnce);
  whenSent(form, async () => {
    const mark = keys.selectedOptions[0]?.dataset.mark ?? "";
    /** @type {Record<string, string>} */
    const answers = {};
    bar.hidden = false;
    for (let first = 0; first < files.length; first += atOnce) {
      const told = { certificate: keys.value, files: files.slice(first, first + atOnce) };
      const { questions } = await post(form, form.dataset.question ?? "", told);
      for (const one of questions) answers[one.id] = await sign(mark, one.asked);
      bar.value = Object.keys(answers).length;
    }
    const { on } = await post(form, form.action, { answers });
    location.assign(on);
  });
}

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("sign-with-key"));
if (form) {
  const keys = /** @type {HTMLSelectElement} */ (form.elements.namedItem("key"));
  const mine = canHold() ? await held() : new Set();
  for (const option of [...keys.options]) if (!mine.has(option.dataset.mark)) option.remove();
  form.hidden = !keys.options.length;
  /** @type {HTMLElement} */ (document.getElementById("no-key")).hidden = !form.hidden;
  if (!form.hidden) {
    signs(form, keys);
    /** @type {HTMLButtonElement} */ (form.querySelector("button")).focus();
  }
}
