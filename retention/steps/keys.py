"""How a person's own key is asked, answers and signs: one class for each kind of key, and the choice between them.

A key in a browser or on a token signs the signed attributes of the signature that is prepared here (signing/remote.py);
a qualified certificate's program makes the whole CMS over the digest of the prepared document (signing/external.py).
Everything else of a question is the same for all (steps/question.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from cryptography import x509

from retention.steps.turn import Turn
from retention.workshop import Workshop
from signing.answers import signature_of
from signing.container import ContainerSigner
from signing.credential import to_asn1
from signing.detached import checked, read_detached
from signing.enrolment import Certificate, Held
from signing.errors import SigningRefusedError
from signing.external import DetachedCms, prepare
from signing.remote import Answer, check_answer, to_be_signed
from signing.services import services_at
from signing.signer import Signer


@dataclass(frozen=True, slots=True)
class Asked:
    """What a key has to sign: octets, or with an `algorithm` their digest by it; `whole` is what was digested."""

    octets: bytes
    algorithm: str = ""
    whole: bytes = b""


class OwnKey(Protocol):
    """A person's own key, by its certificate."""

    @property
    def certificate(self) -> x509.Certificate:
        """Its certificate."""

    def check_holds(self, at: datetime) -> None:
        """Raise SigningRefusedError when one may not sign with it at `at`."""

    def ask(self, turn: Turn) -> Asked:
        """What it has to sign at this turn."""

    def take(self, asked: bytes, answer: bytes, asked_at: datetime) -> bytes:
        """Its answer as it is kept. Raises SigningRefusedError when it is none of this key over `asked`."""

    def answered(self, asked: bytes, answer: bytes, asked_at: datetime) -> Signer | ContainerSigner:
        """What signs with that answer, and refuses any document but the one that was asked about."""


@dataclass(frozen=True, slots=True)
class _Registered:
    workshop: Workshop
    row: Certificate

    @property
    def certificate(self) -> x509.Certificate:
        return self.row.x509()


class _OfSchool(_Registered):
    def check_holds(self, at: datetime) -> None:
        if not self.row.holds_at(at) or self.workshop.authority.is_revoked(self.certificate, at):
            raise _ended(self.row)

    def ask(self, turn: Turn) -> Asked:
        services = services_at(self.workshop.authority, turn.order.at)
        return Asked(to_be_signed(turn.pdf, turn.order, self.certificate, self._issuers, services))

    def take(self, asked: bytes, answer: bytes, asked_at: datetime) -> bytes:  # noqa: ARG002  # it names no time
        made = signature_of(self.row.held, answer)
        check_answer(self.certificate, asked, made)
        return made

    def answered(self, asked: bytes, answer: bytes, asked_at: datetime) -> Answer:  # noqa: ARG002  # it names no time
        return Answer(self.certificate, self._issuers, asked, answer)

    @property
    def _issuers(self) -> tuple[x509.Certificate, ...]:
        return (self.workshop.authority.root,)


class _Qualified(_Registered):
    def check_holds(self, at: datetime) -> None:
        if not self.row.holds_at(at):
            raise _ended(self.row)
        self._issuers(at)

    def ask(self, turn: Turn) -> Asked:
        services = services_at(self.workshop.authority, turn.order.at)
        prepared = prepare(turn.pdf, turn.order, self.certificate, self._issuers(turn.order.at), services)
        return Asked(prepared.digest, prepared.algorithm, prepared.octets)

    def take(self, asked: bytes, answer: bytes, asked_at: datetime) -> bytes:
        checked(read_detached(answer), to_asn1(self.certificate), asked, asked_at)
        return answer

    def answered(self, asked: bytes, answer: bytes, asked_at: datetime) -> DetachedCms:
        return DetachedCms(self.certificate, self._issuers(asked_at), asked, answer, asked_at)

    def _issuers(self, at: datetime) -> tuple[x509.Certificate, ...]:
        return self.workshop.authority.outside.issuers_of(self.certificate, at)


_KINDS: Final[Mapping[Held, Callable[[Workshop, Certificate], OwnKey]]] = {
    Held.BROWSER: _OfSchool,
    Held.TOKEN: _OfSchool,
    Held.QUALIFIED: _Qualified,
}


def key_of(workshop: Workshop, row: Certificate) -> OwnKey:
    """The key of a registered certificate."""
    return _KINDS[Held(row.held)](workshop, row)


def _ended(row: Certificate) -> SigningRefusedError:
    return SigningRefusedError(
        "signing.key_revoked",
        f"Ключ «{row.label}» отозван или срок его сертификата прошёл: подписывать им нельзя.",
        f"the key '{row.label}' was revoked or its certificate has expired; nothing can be signed with it",
    )
