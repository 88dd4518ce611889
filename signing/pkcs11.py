"""† Signs with a key on a token or in an HSM, through its PKCS #11 module (OASIS PKCS #11 v2.40).

A place and a PIN in, a Signer out for as long as the session is open. The PIN goes to the module and is kept nowhere;
the key never leaves the token. Every refusal of the module is a SigningRefusedError with what the person is to do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pkcs11.util.ec import encode_ecdsa_signature

from signing.errors import SigningRefusedError


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """Where a key is: the module's library, the label of the token, the label of key and certificate on it."""

    module: Path
    token: str
    key: str


class TokenSigner:
    """A Signer (signing/signer.py) over an open session."""

    def __init__(
        self, key: pkcs11.SignMixin, certificate: x509.Certificate, issuers: tuple[x509.Certificate, ...]
    ) -> None:
        self._key = key
        self._certificate = certificate
        self._issuers = issuers

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate that lies beside the key."""
        return self._certificate

    @property
    def issuers(self) -> tuple[x509.Certificate, ...]:
        """The certificates of its issuers, nearest first."""
        return self._issuers

    async def sign(self, data: bytes) -> bytes:
        """The signature over the SHA-256 digest of `data`. Raises SigningRefusedError (signing.key_…)."""
        with _coded():
            if isinstance(self._certificate.public_key(), RSAPublicKey):
                made: bytes = self._key.sign(data, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS)
                return made
            digest = hashlib.sha256(data).digest()  # many tokens know ECDSA over a digest alone
            pair: bytes = self._key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA)
            encoded: bytes = encode_ecdsa_signature(pair)
            return encoded


@contextmanager
def open_token(place: TokenPlace, pin: str, issuers: tuple[x509.Certificate, ...]) -> Iterator[TokenSigner]:
    """The signer while the block lasts; then the session is closed.

    Raises SigningRefusedError: signing.key_away, signing.key_pin, signing.key_locked, signing.key_missing,
    signing.key_failed.
    """
    with _coded():
        token = pkcs11.lib(str(place.module)).get_token(token_label=place.token)
        session = token.open(user_pin=pin)
    with session:
        with _coded():
            key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=place.key)
            if not isinstance(key, pkcs11.SignMixin):
                raise pkcs11.NoSuchKey(place.key)
            certificate = _certificate(session, place.key)
        yield TokenSigner(key, certificate, issuers)


def _certificate(session: pkcs11.Session, label: str) -> x509.Certificate:
    wanted = {
        pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
        pkcs11.Attribute.LABEL: label,
    }
    for found in session.get_objects(wanted):
        return x509.load_der_x509_certificate(found[pkcs11.Attribute.VALUE])
    raise pkcs11.NoSuchKey(label)


_REFUSALS: tuple[tuple[tuple[type[Exception], ...], str, str, str], ...] = (
    (
        (pkcs11.PinLocked,),
        "locked",
        "Носитель ключа заблокирован: PIN-код слишком много раз введён неверно. Обратитесь к администратору.",
        "the token is locked: its PIN was wrong too many times; ask the administrator",
    ),
    (
        (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.PinExpired),
        "pin",
        "PIN-код носителя неверен. Введите его ещё раз: после нескольких ошибок носитель заблокируется.",
        "the token's PIN is wrong; enter it again, some errors more and the token locks",
    ),
    (
        (
            *(pkcs11.NoSuchToken, pkcs11.TokenNotPresent, pkcs11.TokenNotRecognised),
            *(pkcs11.DeviceRemoved, pkcs11.SessionHandleInvalid, pkcs11.SessionClosed),
        ),
        "away",
        "Носителя ключа нет. Вставьте его и повторите.",
        "the token is not there; insert it and repeat",
    ),
    (
        (pkcs11.NoSuchKey, pkcs11.MultipleObjectsReturned),
        "missing",
        "На носителе нет этого ключа с сертификатом, или их несколько.",
        "the token does not hold this key with its certificate, or holds several",
    ),
)


@contextmanager
def _coded() -> Iterator[None]:
    """Within the block, what the module raises becomes a refusal of ours, without what it said."""
    try:
        yield
    except (pkcs11.PKCS11Error, RuntimeError, OSError, ValueError) as error:
        # RuntimeError: the module cannot be loaded. `from None`: a module's message may repeat its arguments.
        for kinds, code, ru, en in _REFUSALS:
            if isinstance(error, kinds):
                raise SigningRefusedError(f"signing.key_{code}", ru, en) from None
        kind = type(error).__name__
        raise SigningRefusedError(
            "signing.key_failed",
            f"Носитель ключа отказал ({kind}): подпись не поставлена.",
            f"the token failed ({kind}): nothing was signed",
        ) from None
