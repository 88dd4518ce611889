"""Key files: one PEM file holds a private key and its certificate, written whole or not at all, mode 0600.

Demo installations and tests only: a key on the server's disk is the school's risk (docs/threat-model.md).
It does not know whose key it is.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from signing.credential import PrivateKey
from signing.errors import AuthorityError

_DRAFT = ".tmp"
_LOCK = ".lock"


def write_whole(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Put `data` at `path`, readable by the owner alone unless `mode` says otherwise, durable when this returns.

    A crash before the rename leaves a draft that no reader looks at and the next write in this folder removes; after
    it, the whole file. One writer a folder at a time.
    """
    make_folder(path.parent)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        for left in path.parent.glob(f"*{_DRAFT}"):
            left.unlink()
        _write_and_rename(path, data, mode)
        os.fsync(folder)
    finally:
        os.close(folder)


def _write_and_rename(path: Path, data: bytes, mode: int) -> None:
    draft = path.with_name(path.name + _DRAFT)
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        draft.replace(path)
    except OSError:
        with suppress(OSError):  # a disk that fails may not even remove; the next writer does
            draft.unlink()
        raise


def make_folder(folder: Path, mode: int = 0o700) -> None:
    """Make a folder and what is missing above it, durable when this returns."""
    if folder.is_dir():
        return
    make_folder(folder.parent, mode)
    folder.mkdir(mode=mode, exist_ok=True)
    above = os.open(folder.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(above)
    finally:
        os.close(above)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One process at a time reads and rewrites what lies in the folder; the others wait."""
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.fchmod(lock, 0o600)  # it lies among keys, and an earlier release left it to everybody
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def write_pair(path: Path, key: PrivateKey, certificate: x509.Certificate) -> None:
    """Store a key and its certificate in one file, so that neither ever exists without the other."""
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_whole(path, private + certificate.public_bytes(Encoding.PEM))


def read_pair(path: Path) -> tuple[PrivateKey, x509.Certificate]:
    """The key and certificate of a file. Raises AuthorityError (authority.damaged) when it is not whole."""
    try:
        data = path.read_bytes()
        # We wrote the key ourselves: testing its primes again would cost more than ten signatures.
        key = load_pem_private_key(data, None, unsafe_skip_rsa_key_validation=True)
        certificate = x509.load_pem_x509_certificate(data)
    except (OSError, ValueError) as error:
        raise damaged(path) from error
    if not isinstance(key, PrivateKey) or key.public_key() != certificate.public_key():
        raise damaged(path)
    return key, certificate


def damaged(path: Path) -> AuthorityError:
    """A key file that is not whole, or not of the kind that it must be."""
    return AuthorityError(
        "authority.damaged",
        f"Файл ключа «{path.name}» повреждён или недоступен: восстановите его из резервной копии.",
        f"the key file {path.name} is damaged or cannot be read; restore it from the backup",
    )
