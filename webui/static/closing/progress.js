// @ts-check
/**
 * Fetches the figures of work under way and shows them; when all has ended, the page is loaded anew with the receipt.
 * Without this module the page reloads itself.
 */

const PAUSE = 1000;

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "application/json" } });
    if (answer.ok) {
      /** @type {{done: number, total: number, ended: boolean}} */
      const going = await answer.json();
      const bar = /** @type {HTMLProgressElement} */ (element("bar"));
      bar.max = going.total;
      bar.value = going.done;
      element("figures").textContent = String(going.done);
      element("whole").textContent = String(going.total);
      if (going.ended) {
        location.reload();
        return;
      }
    }
  } catch {
    // The connection is lost: the work goes on, and so does looking.
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
