// @ts-check
/** The pages of one's own keys: marks those of this browser, makes a new one, and lets a key get a code for another. */

import { canHold, forget, held, make, sign } from "./store.js";
import { field, post, whenSent } from "./talk.js";

/** @param {HTMLFormElement} form */
function makesKeys(form) {
  whenSent(form, async () => {
    const key = await make(form.dataset.person ?? "");
    try {
      const told = { code: field(form, "code"), label: field(form, "label"), key: key.spki };
      const { request, asked } = await post(form, form.dataset.question ?? "", told);
      const signature = await sign(key.mark, asked);
      const { on } = await post(form, form.action, { request, signature });
      location.assign(on);
    } catch (error) {
      await forget(key.mark); // a key that nobody certified signs nothing
      throw error;
    }
  });
}

/** @param {HTMLFormElement} form */
function givesCodes(form) {
  const shown = /** @type {HTMLOutputElement} */ (form.querySelector("output"));
  whenSent(form, async () => {
    const { request, asked } = await post(form, form.dataset.question ?? "", {
      certificate: form.dataset.certificate,
    });
    const signature = await sign(form.dataset.key ?? "", asked);
    const { code } = await post(form, form.action, { request, signature });
    shown.textContent = code;
    shown.hidden = false;
  });
}

/** @param {Set<string>} mine */
function marks(mine) {
  for (const row of document.querySelectorAll("tr[data-key]")) {
    const here = mine.has(/** @type {HTMLElement} */ (row).dataset.key ?? "");
    /** @type {HTMLElement} */ (row.querySelector(".here")).hidden = !here;
    /** @type {HTMLElement} */ (row.querySelector(".elsewhere")).hidden = here;
  }
  for (const part of document.querySelectorAll("[data-of-key]")) {
    const section = /** @type {HTMLElement} */ (part);
    section.hidden = !mine.has(section.dataset.ofKey ?? "");
  }
}

if (canHold()) {
  for (const words of document.querySelectorAll("[data-without-keys]")) words.remove();
  for (const part of document.querySelectorAll("[data-with-keys]")) /** @type {HTMLElement} */ (part).hidden = false;
  const form = document.getElementById("new-key");
  if (form) makesKeys(/** @type {HTMLFormElement} */ (form));
  for (const further of document.querySelectorAll("form.further")) givesCodes(/** @type {HTMLFormElement} */ (further));
  marks(await held());
  document.body.dataset.keysReady = "yes";
}
