// A stand-in for the CAdES plug-in: the same asynchronous objects over `gostSign`, which the test lends to the page.
window.cadesplugin = Object.assign(Promise.resolve(), {
  CreateObjectAsync: async (name) => {
    const given = {};
    const certificate = (one) => ({
      one,
      Thumbprint: Promise.resolve(one.thumbprint),
      SubjectName: Promise.resolve(one.subject),
      IssuerName: Promise.resolve("CN=Тестовый УЦ, C=RU"),
      ValidToDate: Promise.resolve("2026-12-01T00:00:00.000Z"),
      PublicKey: async () => ({ Algorithm: Promise.resolve({ Value: Promise.resolve(one.key) }) }),
    });
    const list = (found) => ({
      Count: Promise.resolve(found.length),
      Item: async (place) => certificate(found[place - 1]),
      Find: async (_by, value) => list(found.filter((one) => one.thumbprint === value)),
    });
    return {
      "CAdESCOM.Store": {
        Open: async () => {},
        Close: async () => {},
        get Certificates() {
          return window.gostStore().then(list);
        },
      },
      "CAdESCOM.HashedData": {
        given,
        propset_Algorithm: async (value) => void (given.algorithm = value),
        SetHashValue: async (value) => void (given.digest = value),
      },
      "CAdESCOM.CPSigner": {
        given,
        propset_Certificate: async (value) => void (given.certificate = value.one.thumbprint),
        propset_Options: async () => {},
      },
      "CAdESCOM.CadesSignedData": {
        SignHash: (hashed, signer, kind) =>
          window.gostSign({ ...hashed.given, ...signer.given, kind }),
      },
    }[name];
  },
});
