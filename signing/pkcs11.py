"""† Signs with a key on a token or in an HSM, through its PKCS #11 module (OASIS PKCS #11 v2.40).

A place and a PIN in; keys and Signers out for as long as the session is open. A key pair is found by its public half,
so neither certificate nor name has to lie on the token. The PIN goes to the module and is kept nowhere; the private key
never leaves the token. Every refusal of the module is a SigningRefusedError with what the person is to do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any

import pkcs11
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pkcs11.util.ec import encode_ec_public_key, encode_ecdsa_signature, encode_named_curve_parameters

from signing.certificates import PublicKey
from signing.errors import SigningRefusedError


class KeyKind(StrEnum):
    """The key pairs that are made on a token."""

    EC_P256 = "ec-p256"
    EC_P384 = "ec-p384"
    RSA_2048 = "rsa-2048"
    RSA_3072 = "rsa-3072"


class Access(Enum):
    """What a session may do: sign with what is there, or also put a new key pair onto the token."""

    SIGN = False
    MAKE = True


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """Where keys are: the module's library, the label of the token; without one, the only token that is there."""

    module: Path
    token: str = ""


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key pair of an open session."""

    public: PublicKey
    _private: pkcs11.SignMixin = field(repr=False)

    def sign(self, data: bytes) -> bytes:
        """The signature over the SHA-256 digest of `data`. Raises SigningRefusedError (signing.key_…)."""
        with _coded():
            if isinstance(self.public, RSAPublicKey):
                made: bytes = self._private.sign(data, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS)
                return made
            digest = hashlib.sha256(data).digest()  # many tokens know ECDSA over a digest alone
            pair: bytes = self._private.sign(digest, mechanism=pkcs11.Mechanism.ECDSA)
            encoded: bytes = encode_ecdsa_signature(pair)
            return encoded


@dataclass(frozen=True, slots=True)
class TokenSigner:
    """A Signer (signing/signer.py): a key of an open session with its certificate and those above it."""

    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...]
    _key: TokenKey = field(repr=False)

    async def sign(self, data: bytes) -> bytes:
        """The signature over the SHA-256 digest of `data`. Raises SigningRefusedError (signing.key_…)."""
        return self._key.sign(data)


class OpenToken:
    """A token with its session open."""

    def __init__(self, session: pkcs11.Session) -> None:
        self._session = session

    def signer(self, certificate: x509.Certificate, issuers: tuple[x509.Certificate, ...]) -> TokenSigner:
        """The signer with the key of that certificate. Raises SigningRefusedError (signing.key_missing, …)."""
        with _coded():
            for stored in self._stored({}):
                if _public(stored) == certificate.public_key():
                    return TokenSigner(certificate, issuers, self._key(stored))
            raise pkcs11.NoSuchKey

    def make(self, kind: KeyKind, label: str) -> TokenKey:
        """The key pair of that label: the one that is there, or a fresh one, which no program can take out.

        A run that was killed after making it finds it again. Raises SigningRefusedError (signing.key_…).
        """
        with _coded():
            for stored in self._stored({pkcs11.Attribute.LABEL: label}):
                return self._key(stored)
            stored, _ = _generate(self._session, kind, label)
            return self._key(stored)

    def _stored(self, wanted: dict[pkcs11.Attribute, object]) -> list[pkcs11.Object]:
        public = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PUBLIC_KEY, **wanted}
        return list(self._session.get_objects(public))

    def _key(self, stored: pkcs11.Object) -> TokenKey:
        which, public = stored[pkcs11.Attribute.ID], _public(stored)
        private = self._session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, id=which)
        if public is None or not isinstance(private, pkcs11.SignMixin):
            raise pkcs11.NoSuchKey
        return TokenKey(public, private)


@contextmanager
def open_token(place: TokenPlace, pin: str, access: Access = Access.SIGN) -> Iterator[OpenToken]:
    """The token while the block lasts; then the session is closed.

    Raises SigningRefusedError: signing.key_module, signing.key_away, signing.key_which, signing.key_pin,
    signing.key_locked, signing.key_failed.
    """
    with _coded():
        session = _token(place).open(user_pin=pin, rw=access.value)
    with session:
        yield OpenToken(session)


def _token(place: TokenPlace) -> pkcs11.Token:
    """The token of that place, asked for by name where several are there."""
    try:
        library = pkcs11.lib(str(place.module))
    except (RuntimeError, OSError) as error:  # a PKCS11Error is a RuntimeError
        raise _unloadable(place.module) from error
    flag = pkcs11.TokenFlag.TOKEN_INITIALIZED
    there = [one for one in library.get_tokens(token_label=place.token or None) if flag in one.flags]
    if not there:
        raise pkcs11.NoSuchToken
    if len(there) > 1:
        named = ", ".join(f"«{one.label}»" for one in there)
        raise SigningRefusedError(
            "signing.key_which",
            f"Вставлено несколько носителей: {named}. Назовите нужный (--token) или выньте лишние.",
            f"several tokens are there: {named}; name the one that is meant (--token), or take the others out",
        )
    return there[0]


def _unloadable(module: Path) -> SigningRefusedError:
    return SigningRefusedError(
        "signing.key_module",
        f"Библиотека токена не загружается: {module}. Проверьте --module или LETOPIS_TOKEN_MODULE.",
        f"the token's library {module} cannot be loaded; look at --module or LETOPIS_TOKEN_MODULE",
    )


def _generate(session: pkcs11.Session, kind: KeyKind, label: str) -> tuple[pkcs11.Object, pkcs11.Object]:
    told: dict[str, Any] = {
        "id": label.encode(),
        "label": label,
        "store": True,
        "capabilities": pkcs11.MechanismFlag.SIGN | pkcs11.MechanismFlag.VERIFY,
        "private_template": {pkcs11.Attribute.SENSITIVE: True, pkcs11.Attribute.EXTRACTABLE: False},
    }
    family, size = kind.value.split("-")
    if family == "rsa":
        return session.generate_keypair(pkcs11.KeyType.RSA, int(size), **told)
    curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters(f"sec{size}r1")}
    return session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True).generate_keypair(**told)


def _public(stored: pkcs11.Object) -> PublicKey | None:
    """The public key of an object; None for kinds that Letopis does not sign with."""
    with suppress(ValueError, UnsupportedAlgorithm, pkcs11.AttributeTypeInvalid):
        kind = stored[pkcs11.Attribute.KEY_TYPE]
        if kind == pkcs11.KeyType.RSA:
            exponent, modulus = stored[pkcs11.Attribute.PUBLIC_EXPONENT], stored[pkcs11.Attribute.MODULUS]
            return RSAPublicNumbers(int.from_bytes(exponent), int.from_bytes(modulus)).public_key()
        if kind == pkcs11.KeyType.EC and isinstance(stored, pkcs11.PublicKey):
            key = load_der_public_key(encode_ec_public_key(stored))
            return key if isinstance(key, EllipticCurvePublicKey) else None
    return None


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
        "На этом носителе нет ключа этого сертификата: вставлен другой носитель, или файл не ваш.",
        "this token does not hold the key of this certificate: it is another token, or the file is not yours",
    ),
    (
        (pkcs11.MechanismInvalid, pkcs11.FunctionNotSupported, pkcs11.KeySizeRange),
        "unable",
        "Носитель не умеет таких ключей. Создайте другой: --kind rsa-2048 умеют почти все.",
        "the token knows no keys of this kind; make another: nearly all know --kind rsa-2048",
    ),
)


@contextmanager
def _coded() -> Iterator[None]:
    """Within the block, what the module raises becomes a refusal of ours, without what it said."""
    try:
        yield
    except (pkcs11.PKCS11Error, RuntimeError, OSError, ValueError) as error:
        # `from None`: a module's message may repeat its arguments.
        for kinds, code, ru, en in _REFUSALS:
            if isinstance(error, kinds):
                raise SigningRefusedError(f"signing.key_{code}", ru, en) from None
        kind = type(error).__name__
        raise SigningRefusedError(
            "signing.key_failed",
            f"Носитель ключа отказал ({kind}): подпись не поставлена.",
            f"the token failed ({kind}): nothing was signed",
        ) from None
