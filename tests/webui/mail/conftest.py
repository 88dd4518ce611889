"""A real mail server on loopback behind verified TLS."""

from __future__ import annotations

import ssl
from asyncio import Server
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.flow.site import AT
from webui.installation import Installation
from webui.mail.setting import MailSetting, Safety

USER, PASSWORD = "letopis", "a password of the post"


@dataclass
class Inbox:
    """What the server took, and how it answers."""

    letters: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 OK"
    rcpt: str = "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _o: Any
    ) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        if self.answer.startswith("250"):
            self.letters.append(message_from_bytes(content, policy=default))
        return self.answer


@dataclass(frozen=True)
class Post:
    """A running server and how a site reaches it."""

    inbox: Inbox
    setting: MailSetting


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A server's certificate for 127.0.0.1 by itself, and its key."""
    folder, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(secret)
    return folder / "cert.pem", folder / "key.pem"


class OnAnyPort(Controller):
    """A server on a port that the system chooses."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@pytest.fixture(params=[Safety.STARTTLS, Safety.TLS], ids=str)
def safety(request: pytest.FixtureRequest) -> Safety:
    found: Safety = request.param
    return found


@pytest.fixture
def post(certificate: tuple[Path, Path]) -> Iterator[Post]:
    """A server that insists on STARTTLS and on its user."""
    with running(certificate, Safety.STARTTLS) as made:
        yield made


@contextmanager
def running(certificate: tuple[Path, Path], safety: Safety) -> Iterator[Post]:
    """A mail server while the block lasts."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    inbox, whole = Inbox(), safety is Safety.TLS
    controller = OnAnyPort(
        inbox,
        hostname="localhost",
        port=0,
        ssl_context=context if whole else None,
        tls_context=None if whole else context,
        require_starttls=not whole,
        authenticator=_authenticate,
        auth_required=True,
        auth_require_tls=not whole,
    )
    controller.start()
    try:
        where = MailSetting("localhost", "letopis@school.example", safety, controller.port, USER)
        yield Post(inbox, replace(where, ca_file=str(certificate[0])))
    finally:
        controller.stop()


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    assert isinstance(given, LoginPassword)
    right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def by_post(opened: Installation, post: Post) -> Installation:
    """The same installation with this mail server."""
    return replace(
        opened,
        settings=replace(opened.settings, mail=post.setting),
        environment=replace(opened.environment, mail_password=PASSWORD),
    )
