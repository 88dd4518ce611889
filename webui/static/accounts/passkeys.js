// @ts-check
/**
 * Lets the browser's authenticator fill in the forms of class `passkey`: fetches the question that the form names, has
 * a passkey made or used, and sends the answer as a form like any other. Without this module, or without
 * authenticators, the forms stay hidden and the words beside them say what else there is.
 */

/** @typedef {{id: string, type: "public-key", transports?: AuthenticatorTransport[]}} Described */

/** @param {string} text */
function octets(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

/** @param {ArrayBuffer} buffer */
function spelled(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** @param {Described[]} known */
function described(known) {
  return known.map((one) => ({ ...one, id: octets(one.id) }));
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function field(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

/** @param {HTMLFormElement} form */
async function question(form) {
  const headers = { "X-CSRFToken": field(form, "csrf_token").value, Accept: "application/json" };
  const answer = await fetch(form.dataset.question ?? "", { method: "POST", headers });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.text);
  return told;
}

/** @param {any} asked */
async function make(asked) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: octets(asked.challenge),
      user: { ...asked.user, id: octets(asked.user.id) },
      excludeCredentials: described(asked.excludeCredentials ?? []),
    },
  });
  const key = /** @type {PublicKeyCredential} */ (made);
  const response = /** @type {AuthenticatorAttestationResponse} */ (key.response);
  return {
    ...named(key),
    response: {
      clientDataJSON: spelled(response.clientDataJSON),
      attestationObject: spelled(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  };
}

/** @param {any} asked */
async function use(asked) {
  const used = await navigator.credentials.get({
    publicKey: {
      ...asked,
      challenge: octets(asked.challenge),
      allowCredentials: described(asked.allowCredentials ?? []),
    },
  });
  const key = /** @type {PublicKeyCredential} */ (used);
  const response = /** @type {AuthenticatorAssertionResponse} */ (key.response);
  return {
    ...named(key),
    response: {
      clientDataJSON: spelled(response.clientDataJSON),
      authenticatorData: spelled(response.authenticatorData),
      signature: spelled(response.signature),
      userHandle: response.userHandle ? spelled(response.userHandle) : null,
    },
  };
}

/** @param {PublicKeyCredential} key */
function named(key) {
  return { id: key.id, rawId: spelled(key.rawId), type: key.type };
}

/**
 * @param {HTMLFormElement} form
 * @param {SubmitEvent} event
 */
async function answer(form, event) {
  event.preventDefault();
  const complaint = /** @type {HTMLElement} */ (form.querySelector("[role=alert]"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  complaint.hidden = true;
  button.disabled = true;
  try {
    const asked = await question(form);
    const given = form.dataset.does === "create" ? await make(asked) : await use(asked);
    field(form, "credential").value = JSON.stringify(given);
    form.submit();
  } catch (error) {
    // The person closed the browser's window, had no such passkey, or the site refused the question.
    const refused = error instanceof Error && !(error instanceof DOMException) && error.message;
    complaint.textContent = refused || (form.dataset.failed ?? "");
    complaint.hidden = false;
    button.disabled = false;
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form.passkey")) {
    const known = /** @type {HTMLFormElement} */ (form);
    known.hidden = false;
    known.addEventListener("submit", (event) => void answer(known, event));
  }
  for (const words of document.querySelectorAll("[data-without-passkeys]")) words.remove();
}
