"""A token of SoftHSM 2 in a folder, as the real counterpart of signing/pkcs11.py: initialised, with keys put on it.

It is looked for where Debian's libsofthsm2 lies, or where SOFTHSM2_MODULE says.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from records.digest import sha256
from signing.credential import PrivateKey

if TYPE_CHECKING:
    from signing.pkcs11 import TokenPlace

LABEL: Final = "letopis"
PIN: Final = "314159"
OFFICER: Final = "271828"
_MODULES: Final = (
    os.environ.get("SOFTHSM2_MODULE", ""),
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
)


def needed() -> Path:
    """SoftHSM's library. May be left out on a school's machine; in CI, python-pkcs11 without it fails."""
    library = next((Path(name) for name in _MODULES if name and Path(name).is_file()), None)
    if library is None or not find_spec("pkcs11") or not shutil.which("softhsm2-util"):
        if "CI" in os.environ and find_spec("pkcs11"):
            pytest.fail("tokens cannot be tried: no SoftHSM 2")
        pytest.skip("not run: no python-pkcs11 and SoftHSM 2")
    return library


def initialise(library: Path, folder: Path, *labels: str) -> None:
    """New tokens with PIN in a folder, which this process uses from now on: the module reads its settings once."""
    os.environ.update(make_tokens(library, folder, *labels))


def make_tokens(library: Path, folder: Path, *labels: str) -> dict[str, str]:
    """New tokens with PIN in a folder; the environment in which the module finds them."""
    tokens, settings = folder / "tokens", folder / "softhsm2.conf"
    tokens.mkdir()
    settings.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\n")
    found = {"SOFTHSM2_CONF": str(settings)}
    for label in labels:
        init = ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN]
        rest = ["--so-pin", OFFICER, "--module", str(library)]
        subprocess.run([*init, *rest], env={**os.environ, **found}, capture_output=True, check=True)
    return found


def put(place: TokenPlace, key: PrivateKey) -> None:
    """A key pair from elsewhere onto the token."""
    import pkcs11
    from pkcs11.util import ec, rsa

    plain, made = PrivateFormat.TraditionalOpenSSL, key.public_key()
    private = key.private_bytes(Encoding.DER, plain, NoEncryption())
    if isinstance(made, RSAPublicKey):
        public = made.public_bytes(Encoding.DER, PublicFormat.PKCS1)
        halves = rsa.decode_rsa_private_key(private), rsa.decode_rsa_public_key(public)
    else:
        public = made.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        halves = ec.decode_ec_private_key(private), ec.decode_ec_public_key(public)
    stored = {pkcs11.Attribute.ID: sha256(public).encode(), pkcs11.Attribute.TOKEN: True}
    library = pkcs11.lib(str(place.module))
    with library.get_token(token_label=place.token).open(rw=True, user_pin=PIN) as token:
        token.create_object({**halves[0], **stored, pkcs11.Attribute.SIGN: True})
        token.create_object({**halves[1], **stored, pkcs11.Attribute.VERIFY: True})
