"""A token of SoftHSM 2 in a folder, as the real counterpart of signing/pkcs11.py: initialised, with keys put on it.

It is looked for where Debian's libsofthsm2 lies, or where SOFTHSM2_MODULE says.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from signing.credential import Credential

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


def module() -> Path | None:
    """SoftHSM's library; None where it, or python-pkcs11, is not installed."""
    if not find_spec("pkcs11") or not shutil.which("softhsm2-util"):
        return None
    return next((Path(name) for name in _MODULES if name and Path(name).is_file()), None)


def initialise(library: Path, folder: Path) -> None:
    """A new token with PIN in a folder, which this process uses from now on: the module reads its settings once."""
    tokens, settings = folder / "tokens", folder / "softhsm2.conf"
    tokens.mkdir()
    settings.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    init = ["softhsm2-util", "--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", OFFICER]
    subprocess.run([*init, "--module", str(library)], capture_output=True, check=True)


def put(place: TokenPlace, credential: Credential) -> None:
    """The key and certificate of a credential onto the token, under the label of the place."""
    import pkcs11
    from pkcs11.util import ec, rsa

    with (
        pkcs11.lib(str(place.module)).get_token(token_label=place.token).open(rw=True, user_pin=PIN) as token
    ):
        if isinstance(credential.key, RSAPrivateKey):
            plain = PrivateFormat.TraditionalOpenSSL
            key = rsa.decode_rsa_private_key(
                credential.key.private_bytes(Encoding.DER, plain, NoEncryption())
            )
        else:
            plain = PrivateFormat.TraditionalOpenSSL
            key = ec.decode_ec_private_key(credential.key.private_bytes(Encoding.DER, plain, NoEncryption()))
        token.create_object(
            {
                **key,
                pkcs11.Attribute.LABEL: place.key,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.SIGN: True,
            }
        )
        token.create_object(_stored(credential.certificate, place.key))


def _stored(certificate: x509.Certificate, label: str) -> dict[Any, Any]:
    import pkcs11

    return {
        pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
        pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
        pkcs11.Attribute.TOKEN: True,
        pkcs11.Attribute.LABEL: label,
        pkcs11.Attribute.SUBJECT: certificate.subject.public_bytes(),
        pkcs11.Attribute.VALUE: certificate.public_bytes(Encoding.DER),
    }
