"""An ID token -> who the provider says it is (OpenID Connect Core 1.0, 3.1.3.7). Pure.

Signature by an asymmetric key of the provider alone, whatever the token's header proposes: neither `none` nor an HMAC
keyed with the public key passes. Issuer, audience, expiry, nonce and the hash of the access token are checked. It
knows no account.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from webui.oidc.errors import refused
from webui.oidc.setting import EMAIL, OidcSetting

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LEEWAY: Final = 60  # seconds between the clocks
LONGEST: Final = 255  # Core 2: a subject has no more signs


@dataclass(frozen=True, slots=True)
class Expected:
    """What this sign-in was sent out with."""

    nonce: str
    access_token: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """Whom the provider signed in; `named` is the claim by which an administrator may have named them."""

    issuer: str
    subject: str
    named: str | None
    second_factor: bool


class UnknownKeyError(Exception):
    """The token names a key that is not among the keys known here: they may have been renewed."""


def read_token(text: str, keys: KeySet, setting: OidcSetting, expected: Expected, at: datetime) -> Known:
    """The token's person. Raises OidcError `oidc.token`, UnknownKeyError."""
    try:
        token = jwt.decode(text, keys, registry=JWSRegistry(algorithms=list(ALGORITHMS)))
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": setting.issuer},
                "aud": {"essential": True, "value": setting.client_id},
            },
            params={
                "nonce": expected.nonce,
                "client_id": setting.client_id,
                "access_token": expected.access_token,
            },
        )
        claims.validate(now=int(at.timestamp()), leeway=LEEWAY)
    except InvalidKeyIdError as error:
        raise UnknownKeyError from error
    except (JoseError, ValueError, TypeError) as error:
        raise refused("oidc.token") from error
    return _known(token.claims, setting)


def _known(claims: Mapping[str, object], setting: OidcSetting) -> Known:
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST:
        raise refused("oidc.token")
    named = claims.get(setting.claim)
    if not isinstance(named, str | int) or isinstance(named, bool) or len(str(named)) > LONGEST:
        named = None
    if setting.claim == EMAIL and claims.get("email_verified") is not True:
        named = None
    return Known(setting.issuer, subject, normal(str(named)) if named else None, _factor(claims, setting))


def _factor(claims: Mapping[str, object], setting: OidcSetting) -> bool:
    """Whether the provider says that there was a second factor, in words that the settings trust."""
    methods = claims.get("amr")
    listed = {str(one) for one in methods} if isinstance(methods, list) else set()
    return bool(listed & set(setting.amr)) or claims.get("acr") in setting.acr


def normal(named: str) -> str:
    """One spelling of what names a person: an address in capitals is the same address."""
    return named.strip().casefold()
