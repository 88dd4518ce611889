// @ts-check
/**
 * Signs with a qualified certificate through the plug-in of its maker (CAdES Browser plug-in, its asynchronous objects):
 * a digest goes in, a detached CMS comes out, the key stays in the program or on the token. The plug-in puts
 * `cadesplugin` into the page itself, or by its maker's loader that the administrator has placed here.
 */

import { octets } from "./store.js";

const USER_STORE = 2; // CAPICOM_CURRENT_USER_STORE
const AS_ALLOWED = 2; // CAPICOM_STORE_OPEN_MAXIMUM_ALLOWED
const BY_SHA1 = 0; // CAPICOM_CERTIFICATE_FIND_SHA1_HASH
const ONLY_ITS_OWN = 2; // CAPICOM_CERTIFICATE_INCLUDE_END_ENTITY_ONLY: those above it are known here
const BES = 1; // CADESCOM_CADES_BES
/** @type {Record<string, number>} CADESCOM_HASH_ALGORITHM_CP_GOST_3411_2012_256 and _512 */
const DIGESTS = { streebog256: 101, streebog512: 102 };
/** @type {Record<string, string>} the kinds of key of GOST R 34.10-2012, each with the digest that it signs */
const OF_KEYS = { "1.2.643.7.1.1.1.1": "streebog256", "1.2.643.7.1.1.1.2": "streebog512" };
const PATIENCE = 20_000; // milliseconds until a plug-in that does not answer counts as absent

/** @typedef {{ thumbprint: string, name: string, issuer: string, until: string, digest: string }} Found */

/** @returns {any} */
const plugin = () => /** @type {any} */ (window).cadesplugin;

/**
 * Whether there is a plug-in that answers.
 * @returns {Promise<boolean>}
 */
export async function canAsk() {
  if (!plugin()) return false;
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("no answer")));
  try {
    await Promise.race([plugin(), late]); // its own promise is kept when it has found its program
    return typeof plugin().CreateObjectAsync === "function";
  } catch {
    return false;
  }
}

/**
 * @template T
 * @param {(certificates: any) => Promise<T>} act
 * @returns {Promise<T>}
 */
async function inStore(act) {
  const store = await plugin().CreateObjectAsync("CAdESCOM.Store");
  await store.Open(USER_STORE, "My", AS_ALLOWED);
  try {
    return await act(await store.Certificates);
  } finally {
    await store.Close();
  }
}

/**
 * The certificates in the person's store whose key is one of GOST R 34.10-2012.
 * @returns {Promise<Found[]>}
 */
export function certificates() {
  return inStore(async (all) => {
    /** @type {Found[]} */
    const found = [];
    for (let place = 1; place <= (await all.Count); place += 1) {
      const one = await all.Item(place);
      const digest = OF_KEYS[await (await (await one.PublicKey()).Algorithm).Value];
      if (!digest) continue;
      found.push({
        thumbprint: await one.Thumbprint,
        name: commonName(await one.SubjectName),
        issuer: commonName(await one.IssuerName),
        until: String(await one.ValidToDate).slice(0, 10),
        digest,
      });
    }
    return found;
  });
}

/**
 * @param {string} name
 * @returns {string} its common name; the whole where it has none
 */
export function commonName(name) {
  const found = /(?:^|,\s*)CN=(?:"((?:[^"]|"")*)"|([^,]*))/u.exec(name);
  return found ? (found[1]?.replaceAll('""', '"') ?? found[2] ?? name).trim() : name;
}

/**
 * Have the certificate of this thumbprint sign a digest (base 64) that was made by `algorithm`.
 * @param {string} thumbprint
 * @param {string} algorithm
 * @param {string} digest
 * @returns {Promise<string>} the detached CMS, base 64
 */
export function signDigest(thumbprint, algorithm, digest) {
  return inStore(async (all) => {
    const found = await all.Find(BY_SHA1, thumbprint);
    if (!(await found.Count)) throw new Error("no such certificate");
    const hashed = await plugin().CreateObjectAsync("CAdESCOM.HashedData");
    await hashed.propset_Algorithm(DIGESTS[algorithm]);
    await hashed.SetHashValue(hexadecimal(digest));
    const signer = await plugin().CreateObjectAsync("CAdESCOM.CPSigner");
    await signer.propset_Certificate(await found.Item(1));
    await signer.propset_Options(ONLY_ITS_OWN);
    const data = await plugin().CreateObjectAsync("CAdESCOM.CadesSignedData");
    /** @type {string} */
    const cms = await data.SignHash(hashed, signer, BES);
    return cms.replace(/\s/gu, "");
  });
}

/** @param {string} text base 64 */
function hexadecimal(text) {
  return [...octets(text)].map((octet) => octet.toString(16).padStart(2, "0")).join("").toUpperCase();
}
