// @ts-check
/**
 * Shows how far work under way is, as the server tells it; when all has ended, the page is loaded anew with what came
 * of it. A stream that ends or breaks off is opened again by the browser. Without this module the page reloads itself.
 */

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

/** @param {MessageEvent<string>} event */
function show(event) {
  /** @type {{done: number, total: number}} */
  const going = JSON.parse(event.data);
  const bar = /** @type {HTMLProgressElement} */ (element("bar"));
  if (going.total) {
    bar.max = going.total;
    bar.value = going.done;
  }
  element("figures").textContent = String(going.done);
  element("whole").textContent = String(going.total);
}

const source = new EventSource(element("going").dataset.events ?? "");
source.addEventListener("going", show);
source.addEventListener("ended", (event) => {
  show(event);
  source.close();
  location.reload();
});
// A page that is left needs no stream; one that the browser brings back is loaded anew.
addEventListener("pagehide", () => source.close());
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
