"""A provider of OpenID Connect on loopback, made of Authlib's provider side: what the site signs in through in tests.

Whoever comes is signed in as `person` without being asked. `forge` lets a test change the ID token's claims, header
and key before it is signed; `down` makes every address answer 503.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.models import ClientMixin
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin
from authlib.oidc.core.grants import OpenIDCode
from authlib.oidc.core.util import create_half_hash
from flask import Flask, Response, abort, request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "letopis", "a secret of the school"


@dataclass
class Token:
    """An ID token about to be signed."""

    claims: dict[str, Any]
    header: dict[str, Any]
    key: RSAKey | bytes


@dataclass(eq=False)
class Client(ClientMixin):  # type: ignore[misc]
    """The school's site."""

    redirect: str

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return self.redirect

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.redirect

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):  # type: ignore[misc]
    """A code that was given out."""

    code: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce


@dataclass
class LocalProvider:
    """The provider and what it saw."""

    now: Callable[[], datetime]
    redirect: str
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "subject-1"})
    forge: Callable[[Token], None] = lambda token: None
    down: bool = False
    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    codes: dict[str, Code] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def id_token(self, nonce: str, access_token: str) -> str:
        """An ID token as Core 1.0 says, and then as `forge` wants it."""
        at = int(self.now().timestamp())
        half = create_half_hash(access_token, "RS256")
        assert half
        token = Token(
            {
                **{"iss": self.issuer, "aud": CLIENT, "iat": at, "exp": at + 300, "nonce": nonce},
                **{"at_hash": half.decode(), **self.person},
            },
            {"alg": "RS256", "kid": self.key.kid},
            self.key,
        )
        self.forge(token)
        if isinstance(token.key, bytes):
            return by_hand(token, token.key)
        return jwt.encode(token.header, token.claims, token.key)

    def public_keys(self) -> dict[str, Any]:
        """The JWK set."""
        return dict(KeySet([self.key]).as_dict(private=False))


def by_hand(token: Token, secret: bytes) -> str:
    """A token that no library makes: unsigned, or an HMAC of the secret."""
    parts = [_base64url(json.dumps(part).encode()) for part in (token.header, token.claims)]
    signed = ".".join(parts).encode()
    return f"{signed.decode()}.{_base64url(hmac.digest(secret, signed, 'sha256')) if secret else ''}"


def _base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


@contextmanager
def running(provider: LocalProvider) -> Iterator[LocalProvider]:
    """The provider, answering on a port of its own."""
    app = Flask("provider")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.port}"
    _routes(app, provider)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _routes(app: Flask, provider: LocalProvider) -> None:
    authorizing = _authorizing(app, provider)

    @app.before_request
    def _note() -> None:
        provider.asked.append(request.path)
        if provider.down:
            abort(503)

    @app.get("/.well-known/openid-configuration")
    def discovery() -> dict[str, Any]:
        return {
            "issuer": provider.issuer,
            "authorization_endpoint": f"{provider.issuer}/authorize",
            "token_endpoint": f"{provider.issuer}/token",
            "jwks_uri": f"{provider.issuer}/keys",
            "authorization_response_iss_parameter_supported": False,
        }

    @app.get("/keys")
    def keys() -> dict[str, Any]:
        return provider.public_keys()

    @app.get("/authorize")
    def authorize() -> Response:
        grant = authorizing.get_consent_grant(end_user=provider.person)
        answer: Response = authorizing.create_authorization_response(grant_user=provider.person, grant=grant)
        return answer

    @app.post("/token")
    def token() -> Response:
        answer: Response = authorizing.create_token_response()
        return answer


def _authorizing(app: Flask, provider: LocalProvider) -> AuthorizationServer:
    class Grant(AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

        def save_authorization_code(self, code: str, asked: Any) -> None:
            data = asked.payload.data
            challenge = (data["code_challenge"], data["code_challenge_method"])
            provider.codes[code] = Code(
                code, asked.payload.redirect_uri, asked.payload.scope, data["nonce"], *challenge
            )

        def query_authorization_code(self, code: str, client: Client) -> Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: Code) -> dict[str, Any]:
            return provider.person

    class Signing(OpenIDCode):  # type: ignore[misc]
        def exists_nonce(self, nonce: str, asked: Any) -> bool:
            return False

        def encode_id_token(self, token: dict[str, Any], asked: Any) -> str:
            return provider.id_token(asked.authorization_code.get_nonce(), token["access_token"])

    client = Client(provider.redirect)
    server = AuthorizationServer(
        app, query_client=lambda name: client if name == CLIENT else None, save_token=lambda *_: None
    )
    server.register_grant(Grant, [CodeChallenge(required=True), Signing(require_nonce=True)])
    return server
