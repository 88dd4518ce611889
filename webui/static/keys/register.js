// @ts-check
/** The page where a qualified certificate is registered: lists those of the plug-in and has the chosen one sign. */

import { canAsk, certificates, signDigest } from "./qualified.js";
import { post, whenSent } from "./talk.js";

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("by-plugin"));
if (form && (await canAsk())) {
  const choice = /** @type {HTMLSelectElement} */ (form.elements.namedItem("certificate"));
  const found = await certificates();
  for (const one of found) {
    choice.add(new Option(`${one.name} — ${one.issuer}, ${one.until}`, one.thumbprint));
  }
  whenSent(form, async () => {
    const one = found[choice.selectedIndex];
    const digest = form.dataset[one.digest] ?? "";
    const signature = await signDigest(one.thumbprint, one.digest, digest);
    const { on } = await post(form, form.action, { signature });
    location.assign(on);
  });
  form.hidden = !found.length;
}
document.body.dataset.pluginAsked = "yes";
