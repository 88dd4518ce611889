/** The qualified certificate's module against a stand-in for the plug-in: what it is asked, in what form, and what not. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { canAsk, certificates, commonName, signDigest } from "../../webui/static/keys/qualified.js";

const GOST256 = "1.2.643.7.1.1.1.1";
const GOST512 = "1.2.643.7.1.1.1.2";
const OURS = { thumbprint: "AB12", key: GOST256, subject: 'CN=Громова Мария, SN=Громова', issuer: 'O=x, CN="УЦ ""Опора"", Москва"' };

/** @param {object[]} store */
function pluginWith(store) {
  const asked = { closed: 0 };
  const one = (found) => ({
    PublicKey: async () => ({ Algorithm: Promise.resolve({ Value: Promise.resolve(found.key) }) }),
    Thumbprint: Promise.resolve(found.thumbprint),
    SubjectName: Promise.resolve(found.subject),
    IssuerName: Promise.resolve(found.issuer),
    ValidToDate: Promise.resolve("2027-03-01T10:00:00.000Z"),
  });
  const list = (found) => ({
    Count: Promise.resolve(found.length),
    Item: async (place) => one(found[place - 1]),
    Find: async (by, value) => list(found.filter((it) => by === 0 && it.thumbprint === value)),
  });
  const objects = {
    "CAdESCOM.Store": () => ({
      Open: async (...how) => (asked.open = how),
      Close: async () => (asked.closed += 1),
      Certificates: Promise.resolve(list(store)),
    }),
    "CAdESCOM.HashedData": () => ({
      propset_Algorithm: async (algorithm) => (asked.algorithm = algorithm),
      SetHashValue: async (value) => (asked.value = value),
    }),
    "CAdESCOM.CPSigner": () => ({
      propset_Certificate: async (certificate) => (asked.by = await certificate.Thumbprint),
      propset_Options: async (options) => (asked.options = options),
    }),
    "CAdESCOM.CadesSignedData": () => ({
      SignHash: async (_hashed, _signer, kind) => ((asked.kind = kind), "TUlJ\r\nQ01T\r\n"),
    }),
  };
  globalThis.window = { cadesplugin: { CreateObjectAsync: async (name) => objects[name]() } };
  return asked;
}

beforeEach(() => {
  globalThis.window = {};
});

test("without a plug-in nothing can be asked", async () => {
  assert.equal(await canAsk(), false);
});

test("a plug-in that finds no program of its own cannot be asked", async () => {
  const broken = Promise.reject(new Error("no program"));
  broken.CreateObjectAsync = () => {};
  globalThis.window = { cadesplugin: broken };
  assert.equal(await canAsk(), false);
});

test("a plug-in that answers can be asked", async () => {
  pluginWith([]);
  assert.equal(await canAsk(), true);
});

test("only keys of GOST R 34.10-2012 are offered, each with its digest", async () => {
  const asked = pluginWith([OURS, { ...OURS, key: "1.2.840.113549.1.1.1" }, { ...OURS, thumbprint: "CD", key: GOST512 }]);
  const found = await certificates();
  assert.deepEqual(found.map((it) => [it.thumbprint, it.digest]), [["AB12", "streebog256"], ["CD", "streebog512"]]);
  assert.deepEqual([found[0].name, found[0].issuer, found[0].until], ["Громова Мария", 'УЦ "Опора", Москва', "2027-03-01"]);
  assert.deepEqual([asked.open, asked.closed], [[2, "My", 2], 1]);
});

test("a digest is signed by the certificate of that thumbprint, detached and without line ends", async () => {
  const asked = pluginWith([{ ...OURS, thumbprint: "00" }, OURS]);
  assert.equal(await signDigest("AB12", "streebog512", btoa("\x00\x0f\xff")), "TUlJQ01T");
  const { by, algorithm, value, options, kind, closed } = asked;
  assert.deepEqual({ by, algorithm, value, options, kind, closed }, { by: "AB12", algorithm: 102, value: "000FFF", options: 2, kind: 1, closed: 1 });
});

test("a certificate that is not in the store signs nothing, and the store is closed", async () => {
  const asked = pluginWith([]);
  await assert.rejects(signDigest("AB12", "streebog256", ""));
  assert.deepEqual([asked.kind, asked.closed], [undefined, 1]);
});

test("a name without a common name is shown whole", () => {
  assert.equal(commonName("SN=Громова"), "SN=Громова");
});
