// @ts-check
/**
 * Keys of this browser: made by WebCrypto, not to be taken out, kept in IndexedDB under the digest of their public
 * half. It asks the site for nothing; what it signs it is given.
 */

const BASE = "letopis-keys";
const SHELF = "keys";
const KIND = { name: "ECDSA", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", hash: "SHA-256" };

/** @typedef {{ mark: string, person: string, key: CryptoKey }} Kept */

/** Whether this browser can hold a key at this address. */
export function canHold() {
  return Boolean(window.isSecureContext && window.crypto?.subtle && window.indexedDB);
}

/** @param {ArrayBuffer | Uint8Array<ArrayBuffer>} data */
export function spelled(data) {
  return btoa(String.fromCharCode(...new Uint8Array(data)));
}

/** @param {string} text */
export function octets(text) {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(BASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(SHELF, { keyPath: "mark" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(shelf: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T>}
 */
async function on(mode, act) {
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const work = base.transaction(SHELF, mode, { durability: "strict" });
      const asked = act(work.objectStore(SHELF));
      work.oncomplete = () => resolve(asked.result);
      work.onerror = () => reject(work.error);
      work.onabort = () => reject(work.error);
    });
  } finally {
    base.close();
  }
}

/**
 * Make a key of this person and keep it.
 * @param {string} person
 * @returns {Promise<{ mark: string, spki: string }>} the mark it is kept under, and its public half
 */
export async function make(person) {
  const pair = await crypto.subtle.generateKey(KIND, false, ["sign", "verify"]);
  const spki = await crypto.subtle.exportKey("spki", pair.publicKey);
  const mark = spelled(await crypto.subtle.digest("SHA-256", spki));
  await on("readwrite", (shelf) => shelf.put({ mark, person, key: pair.privateKey }));
  await navigator.storage?.persist?.(); // else a full disk may cost the key
  return { mark, spki: spelled(spki) };
}

/**
 * The marks of the keys that this browser holds.
 * @returns {Promise<Set<string>>}
 */
export async function held() {
  return new Set((await on("readonly", (shelf) => shelf.getAllKeys())).map(String));
}

/**
 * @param {string} mark
 * @returns {Promise<void>}
 */
export async function forget(mark) {
  await on("readwrite", (shelf) => shelf.delete(mark));
}

/**
 * Sign these octets, both in base 64.
 * @param {string} mark
 * @param {string} asked
 * @returns {Promise<string>}
 */
export async function sign(mark, asked) {
  /** @type {Kept | undefined} */
  const kept = await on("readonly", (shelf) => shelf.get(mark));
  if (!kept) throw new Error("no key");
  return spelled(await crypto.subtle.sign(SIGNING, kept.key, octets(asked)));
}
