"""Key files: one PEM file holds a private key and its certificate, written whole or not at all, mode 0600.

Demo installations and tests only: a key on the server's disk is the school's risk (docs/threat-model.md).
It does not know whose key it is.
"""

from __future__ import annotations

import os
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from signing.errors import AuthorityError


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`, readable by the owner alone, durable when this returns.

    A crash before the rename leaves a `.tmp` file that no reader looks at; after it, the whole file.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(path.name + ".tmp")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_pair(path: Path, key: RSAPrivateKey, certificate: x509.Certificate) -> None:
    """Store a key and its certificate in one file, so that neither ever exists without the other."""
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_whole(path, private + certificate.public_bytes(Encoding.PEM))


def read_pair(path: Path) -> tuple[RSAPrivateKey, x509.Certificate]:
    """The key and certificate of a file. Raises AuthorityError (authority.damaged) when it is not whole."""
    try:
        data = path.read_bytes()
        # We wrote the key ourselves: testing its primes again would cost more than ten signatures.
        key = load_pem_private_key(data, None, unsafe_skip_rsa_key_validation=True)
        certificate = x509.load_pem_x509_certificate(data)
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    if not isinstance(key, RSAPrivateKey) or key.public_key() != certificate.public_key():
        raise _damaged(path)
    return key, certificate


def _damaged(path: Path) -> AuthorityError:
    return AuthorityError(
        "authority.damaged",
        f"Файл ключа «{path.name}» повреждён или недоступен: восстановите его из резервной копии.",
        f"the key file {path.name} is damaged or cannot be read; restore it from the backup",
    )
