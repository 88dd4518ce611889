"""† The provider over HTTPS: its discovery document and keys, kept for an hour, and a code exchanged for tokens.

Nothing is asked before somebody signs in through it, no redirect is followed, and what is not as OpenID Connect
Discovery 1.0 says is refused. It decides nothing about people.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from webui.oidc.errors import away, refused
from webui.oidc.setting import OidcSetting, is_safe
from webui.oidc.token import Expected, Known, UnknownKeyError, read_token

TIMEOUT = 5  # seconds: whoever waits can still use the password
KEPT = timedelta(hours=1)
KEYS_ANEW = timedelta(minutes=1)  # at the earliest, whatever keys tokens name
LARGEST = 256 * 1024
WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Return:
    """What came back with the browser, and what it had been sent out with."""

    code: str
    verifier: str
    nonce: str
    redirect: str


@dataclass(frozen=True, slots=True)
class Endpoints:
    """What the discovery document says."""

    authorization: str
    token: str
    keys: str
    names_issuer: bool  # RFC 9207: answers carry `iss`


@dataclass(slots=True)
class Provider:
    """A provider, as one process of the site knows it."""

    setting: OidcSetting
    secret: str
    _lock: Lock = field(default_factory=Lock, repr=False)
    _endpoints: tuple[datetime, Endpoints] | None = None
    _keys: tuple[datetime, KeySet] | None = None

    def endpoints(self, at: datetime) -> Endpoints:
        """Where to go. Raises OidcError `oidc.away`, `oidc.discovery`."""
        with self._lock:
            if self._endpoints is None or at - self._endpoints[0] >= KEPT:
                found = _fetch(self.setting.issuer.rstrip("/") + WELL_KNOWN)
                self._endpoints = (at, _endpoints(found, self.setting.issuer))
            return self._endpoints[1]

    def address(self, state: str, nonce: str, verifier: str, redirect: str, at: datetime) -> str:
        """Where the browser is sent to sign in, with PKCE (RFC 7636, S256)."""
        client, scope = self._client(redirect), " ".join(self.setting.scopes)
        url, _ = client.create_authorization_url(
            self.endpoints(at).authorization, state=state, nonce=nonce, code_verifier=verifier, scope=scope
        )
        return str(url)

    def redeem(self, back: Return, at: datetime) -> Known:
        """Whom the code stands for. Raises OidcError."""
        tokens = self._exchange(back, at)
        text, access = tokens.get("id_token"), tokens.get("access_token")
        if not isinstance(text, str):
            raise refused("oidc.token")
        expected = Expected(back.nonce, access if isinstance(access, str) else None)
        try:
            return read_token(text, self._key_set(at, KEPT), self.setting, expected, at)
        except UnknownKeyError:
            try:
                return read_token(text, self._key_set(at, KEYS_ANEW), self.setting, expected, at)
            except UnknownKeyError as error:
                raise refused("oidc.token") from error

    def _exchange(self, back: Return, at: datetime) -> Mapping[str, object]:
        url = self.endpoints(at).token
        try:
            found: Mapping[str, object] = self._client(back.redirect).fetch_token(
                url,
                grant_type="authorization_code",
                code=back.code,
                code_verifier=back.verifier,
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise away("oidc.away") from error
        except (AuthlibBaseError, ValueError) as error:
            raise refused("oidc.code") from error
        return found

    def _client(self, redirect: str) -> OAuth2Session:
        method = "client_secret_basic" if self.secret else "none"
        return OAuth2Session(
            self.setting.client_id,
            self.secret or None,
            redirect_uri=redirect,
            code_challenge_method="S256",
            token_endpoint_auth_method=method,
        )

    def _key_set(self, at: datetime, kept: timedelta) -> KeySet:
        address = self.endpoints(at).keys
        with self._lock:
            if self._keys is None or at - self._keys[0] >= kept:
                try:
                    self._keys = (at, KeySet.import_key_set(_fetch(address)))  # type: ignore[arg-type]
                except (JoseError, ValueError, KeyError, TypeError) as error:
                    raise away("oidc.discovery") from error
            return self._keys[1]


def _fetch(address: str) -> Mapping[str, object]:
    """A JSON object of the provider."""
    try:
        with requests.get(address, timeout=TIMEOUT, allow_redirects=False, stream=True) as answer:
            body = answer.raw.read(LARGEST + 1, decode_content=True)
            if answer.status_code != requests.codes.ok or len(body) > LARGEST:
                raise away("oidc.away")
    except (requests.RequestException, OSError) as error:
        raise away("oidc.away") from error
    return _object(body)


def _object(body: bytes) -> Mapping[str, object]:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise away("oidc.discovery") from error
    if not isinstance(found, dict):
        raise away("oidc.discovery")
    return found


def _endpoints(found: Mapping[str, object], issuer: str) -> Endpoints:
    """The addresses of the document, all of them safe and of the very issuer (Discovery 4.3)."""
    named = [found.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    safe = [one for one in named if isinstance(one, str) and is_safe(one)]
    if found.get("issuer") != issuer or len(safe) < len(named):
        raise away("oidc.discovery")
    names_issuer = found.get("authorization_response_iss_parameter_supported") is True
    return Endpoints(authorization=safe[0], token=safe[1], keys=safe[2], names_issuer=names_issuer)
