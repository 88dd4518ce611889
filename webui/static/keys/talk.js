// @ts-check
/** Talks with the site in JSON, and shows in a form what it refuses. */

/** What the site refused, in its own words. */
export class Refusal extends Error {}

/**
 * @param {HTMLFormElement} form
 * @param {string} url
 * @param {object} told
 * @returns {Promise<any>}
 */
export async function post(form, url, told) {
  const token = /** @type {HTMLInputElement} */ (form.elements.namedItem("csrf_token")).value;
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(told) });
  const said = await answer.json();
  if (said.code === "proof.wanted") {
    location.reload(); // the page itself asks for the proof
    throw new Refusal(said.text);
  }
  if (!answer.ok) throw new Refusal(said.text);
  return said;
}

/**
 * Do it when the form is sent: once at a time, and say what went wrong.
 * @param {HTMLFormElement} form
 * @param {() => Promise<void>} act
 */
export function whenSent(form, act) {
  const complaint = /** @type {HTMLElement} */ (form.querySelector("[role=alert]"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    complaint.hidden = true;
    button.disabled = true;
    try {
      await act();
    } catch (error) {
      complaint.textContent = error instanceof Refusal ? error.message : (form.dataset.failed ?? "");
      complaint.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function field(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value;
}
