"""Builders for the signing tests: a journal page as PDF/A, the cast, signed files, foreign files."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from weasyprint import HTML, Attachment

from records.actor import Role
from records.documents.places import StampPlaces
from records.registers.kinds import RecordKind
from signing.authority import SchoolAuthority
from signing.certificates import distinguished_name, person_certificate
from signing.credential import Credential, PrivateKey
from signing.pades import SigningOrder, sign
from signing.policy import PolicyStep, fields
from signing.remote import Answer, to_be_signed
from signing.services import Services, services_at
from signing.signer import PdfBridge
from tests.signing.chains import chain_of

AT = datetime(2025, 10, 27, 9, 0, tzinfo=UTC)
ZONE = "Europe/Moscow"
HOUR, YEAR = timedelta(hours=1), timedelta(days=365)
SCHOOL = "МБОУ «Средняя общеобразовательная школа № 12»"
CAST: dict[Role, tuple[str, str, str]] = {
    Role.TEACHER: ("p1", "Громова Мария Ивановна", "учитель"),
    Role.CLASS_TEACHER: ("p2", "Лебедева Ирина Олеговна", "классный руководитель"),
    Role.DEPUTY_HEAD: ("p3", "Фёдоров Павел Сергеевич", "заместитель директора"),
    Role.DIRECTOR: ("p4", "Орлова Анна Петровна", "директор"),
}
_PAGE = """<html lang="ru"><head><title>Журнал 9А. Алгебра</title>
<meta name="dcterms.created" content="2025-10-25T15:00:00Z"></head>
<body><h1>9А. Алгебра</h1><p>Соколова Лена: 5, 4, н, 5</p></body></html>"""


def render_page() -> bytes:
    """A journal page as PDF/A-3u with the snapshot embedded."""
    snapshot = Attachment(
        string='{"schema":1}', name="snapshot.json", relationship="Data", created=AT, modified=AT
    )
    pdf: bytes = HTML(string=_PAGE).write_pdf(pdf_variant="pdf/a-3u", attachments=[snapshot])
    return pdf


@dataclass(frozen=True)
class School:
    """An authority with the credentials of the whole cast."""

    authority: SchoolAuthority
    people: dict[Role, Credential]

    def services(self, at: datetime) -> Services:
        """The services of this school at a moment."""
        return services_at(self.authority, at)


def open_school(authority: SchoolAuthority, at: datetime = AT) -> School:
    """Issue a credential to everybody in the cast."""
    people = {role: authority.issue(person, name, title, at) for role, (person, name, title) in CAST.items()}
    return School(authority, people)


def credential_of(authority: SchoolAuthority, role: Role, key: PrivateKey) -> Credential:
    """The credential of somebody of the cast with a key that was made elsewhere."""
    person, name, title = CAST[role]
    subject = distinguished_name(SCHOOL, name, title, person)
    certificate = person_certificate(subject, key.public_key(), authority.issuer, AT)
    return Credential(person, certificate, key, (authority.root,))


def sign_step(
    school: School,
    pdf: bytes,
    chain: Sequence[PolicyStep],
    place: int,
    at: datetime,
    places: StampPlaces | None = None,
) -> bytes:
    """The file with the signature of one step of a chain; the page of `render_page` has no `places` for it."""
    step = chain[place]
    order = SigningOrder(step, fields(tuple(chain)), "Подписано", at, ZONE, places)
    return sign(pdf, order, school.people[step.role], school.services(at))


def sign_all(school: School, pdf: bytes, kind: RecordKind, places: StampPlaces | None = None) -> list[bytes]:
    """The file after each step of the kind's chain, an hour apart, from AT on."""
    states = []
    for place in range(len(chain_of(kind))):
        pdf = sign_step(school, pdf, chain_of(kind), place, AT + place * HOUR, places)
        states.append(pdf)
    return states


def sign_all_elsewhere(school: School, pdf: bytes, kind: RecordKind, answered: timedelta) -> list[bytes]:
    """As sign_all, by keys that are elsewhere: each is asked an hour after the one before and answers later."""
    chain, states = chain_of(kind), []
    for place, step in enumerate(chain):
        at, signer = AT + place * HOUR, school.people[step.role]
        order = SigningOrder(step, fields(chain), "Подписано", at, ZONE)
        asked = to_be_signed(pdf, order, signer.certificate, signer.issuers, school.services(at))
        answer = Answer(signer.certificate, signer.issuers, asked, asyncio.run(signer.sign(asked)))
        pdf = sign(pdf, order, answer, services_at(school.authority, at, at + answered))
        states.append(pdf)
    return states


def foreign(
    pdf: bytes,
    credential: Credential,
    services: Services,
    *,
    stamped: bool,
    proven: bool,
    digest: str = "sha256",
) -> bytes:
    """A file signed by pyHanko's own habits, as another program would: metadata rewritten, DSS at the end."""
    meta = PdfSignatureMetadata(
        field_name="Sig1",
        md_algorithm=digest,
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=proven,
        validation_context=services.context if proven else None,
    )
    signer = PdfBridge(credential)
    if digest != "sha256":
        signer = _ForeignSigner(credential)
    pdf_signer = PdfSigner(
        meta,
        signer,
        timestamper=services.timestamper if stamped else None,
        new_field_spec=SigFieldSpec("Sig1"),
    )
    for _ in range(20):
        # It dates the metadata anew with each revision: where the second turned in between, they changed.
        began = int(time.time())
        output = asyncio.run(pdf_signer.async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf))))
        if int(time.time()) == began:
            break
    signed: bytes = output.getvalue()
    return signed


class _ForeignSigner(PdfBridge):
    """Signs with SHA-1, as no program should any more."""

    def __init__(self, credential: Credential) -> None:
        super().__init__(credential)
        self._key = credential.key
        self._signature_mechanism = None

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        assert isinstance(self._key, RSAPrivateKey)
        return self._key.sign(data, PKCS1v15(), hashes.SHA1())
