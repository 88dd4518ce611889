"""An outside authority of GOST R 34.10-2012, as an accredited one works: OpenSSL with Debian's GOST engine.

Root, certificates, revocation lists and signatures are OpenSSL's own; nothing of ours makes them. The certificates say
what FSB order 795 has them say (NumericString, subjectSignTool, policies of classes КС1 and КС2). It is looked for by
asking it for a digest: machines without libengine-gost-openssl do not run these tests.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509

DAY: Final = timedelta(days=1)
_STAMP: Final = "%y%m%d%H%M%SZ"
_CONFIG: Final = """
[req]
distinguished_name = none
prompt = no
[none]
[ca]
default_ca = this
[this]
dir = {folder}
database = $dir/index.txt
new_certs_dir = $dir
serial = $dir/serial
crlnumber = $dir/crlnumber
policy = any
unique_subject = no
copy_extensions = none
[any]
countryName = optional
organizationName = optional
title = optional
commonName = supplied
INN = optional
SNILS = optional
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[person]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, nonRepudiation, keyEncipherment, dataEncipherment
extendedKeyUsage = clientAuth, emailProtection
certificatePolicies = 1.2.643.100.113.1, 1.2.643.100.113.2
1.2.643.100.111 = ASN1:UTF8String:СКЗИ «КриптоПро CSP»
crlDistributionPoints = URI:http://ca.example/list.crl
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


def openssl(*words: str | Path, data: bytes | None = None) -> bytes:
    """What an OpenSSL command prints. Raises AssertionError with its complaint when it fails."""
    done = subprocess.run(["openssl", *map(str, words)], input=data, capture_output=True, check=False)
    assert done.returncode == 0, (words, done.stderr.decode())
    return done.stdout


def has_engine() -> bool:
    """Whether OpenSSL's GOST engine is installed."""
    command = ["openssl", "dgst", "-engine", "gost", "-md_gost12_256"]
    return subprocess.run(command, input=b"", capture_output=True, check=False).returncode == 0


@dataclass(frozen=True)
class Holder:
    """A certificate and its key, in files."""

    file: Path
    key: Path
    bits: int

    @property
    def certificate(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self.file.read_bytes())

    def sign(self, octets: bytes, *more: str | Path) -> bytes:
        """A detached CAdES-BES over the octets, DER: what the plug-in of a browser gives."""
        words = ("-md", f"md_gost12_{self.bits}") if self.bits else ("-md", "sha256")
        return self.cms(octets, *words, "-cades", *more)

    def cms(self, octets: bytes, *words: str | Path) -> bytes:
        """A CMS as these words ask for it."""
        key = ("-signer", self.file, "-inkey", self.key, "-outform", "DER")
        return openssl("cms", "-sign", "-engine", "gost", "-binary", *key, *words, data=octets)

    def raw(self, data: bytes) -> bytes:
        """The bare signature over some octets."""
        digest = f"-md_gost12_{self.bits}"
        return openssl("dgst", "-engine", "gost", digest, "-sign", self.key, data=data)


class GostAuthority:
    """An authority in a folder; its certificates begin a day before `at`."""

    def __init__(
        self, folder: Path, at: datetime, bits: int = 256, name: str = "Удостоверяющий центр"
    ) -> None:
        folder.mkdir(parents=True)
        self.folder, self.at, self.bits = folder, at.astimezone(UTC).replace(microsecond=0), bits
        (folder / "openssl.cnf").write_text(_CONFIG.format(folder=folder), "utf-8")
        (folder / "index.txt").touch()
        for counter in ("serial", "crlnumber"):
            (folder / counter).write_text("1000\n")
        self.root = self._make("root", name, bits, "A", "root", (), self.at - DAY, self.at + 3650 * DAY)

    def issue(
        self,
        name: str,
        bits: int = 256,
        curve: str = "A",
        kind: str = "person",
        begins: datetime | None = None,
        ends: datetime | None = None,
    ) -> Holder:
        """A certificate for a new key; `bits` of 0 asks for RSA."""
        above = ("-cert", self.root.file, "-keyfile", self.root.key)
        file = f"{name}-{bits}-{curve}-{kind}"
        return self._make(
            file, name, bits, curve, kind, above, begins or self.at - DAY, ends or self.at + 365 * DAY
        )

    def revoke(self, holder: Holder) -> None:
        """Put a certificate on the list, from the present moment on."""
        self._ca("-revoke", holder.file, *self._own())

    def crl(self, at: datetime | None = None, days: int = 7) -> bytes:
        """The revocation list as of `at`, DER."""
        moment = at or self.at - timedelta(hours=1)
        times = ("-crl_lastupdate", _utc(moment), "-crl_nextupdate", _utc(moment + days * DAY))
        out = self.folder / "list.pem"
        self._ca("-gencrl", *times, *self._own(), "-out", out)
        return openssl("crl", "-in", out, "-outform", "DER")

    def _own(self) -> tuple[str | Path, ...]:
        return ("-cert", self.root.file, "-keyfile", self.root.key)

    def _ca(self, *words: str | Path) -> None:
        md = ("-md", f"md_gost12_{self.bits}")
        openssl(
            "ca", "-engine", "gost", "-config", self.folder / "openssl.cnf", "-batch", "-notext", *md, *words
        )

    def _make(
        self,
        file: str,
        name: str,
        bits: int,
        curve: str,
        kind: str,
        above: tuple[str | Path, ...],
        begins: datetime,
        ends: datetime,
    ) -> Holder:
        key, certificate = self.folder / f"{file}.key", self.folder / f"{file}.pem"
        request = self.folder / f"{file}.csr"
        algorithm = (f"gost2012_{bits}", "-pkeyopt", f"paramset:{curve}") if bits else ("rsa:3072",)
        digest = (f"-md_gost12_{bits}",) if bits else ()
        subject = ("-utf8", "-subj", f"/C=RU/O=Школа № 12/CN={name}/INN=001234567890/SNILS=12345678901")
        config = ("-config", self.folder / "openssl.cnf", "-nodes", "-keyout", key)
        openssl(
            "req",
            "-engine",
            "gost",
            "-new",
            "-newkey",
            *algorithm,
            *digest,
            *subject,
            *config,
            "-out",
            request,
        )
        issuer = above or ("-selfsign", "-keyfile", key)
        self._ca(
            *("-in", request, "-out", certificate, "-extensions", kind, *issuer),
            *("-startdate", _utc(begins), "-enddate", _utc(ends)),
        )
        return Holder(certificate, key, bits)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(_STAMP)
