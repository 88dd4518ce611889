"""Judges what is in the copies: the sealed PDF against the catalogue, its signatures, its snapshot.

The digest of every signed revision is compared first (findings.md: a cut-back file cannot show what it lacks),
then the signatures are validated from the file's own data. One healthy copy is read; all were checked before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from records.closing.snapshot import parse
from records.closing.tables import SnapshotRow
from records.digest import sha256
from records.documents.attachment import embedded_snapshot
from records.errors import LetopisError
from records.log.store import LogEvent
from records.registers.tables import Record
from records.school.signing_rules import AskedKey
from retention import powers, streebog
from retention.empowered import is_registered
from retention.errors import AbsentError
from retention.sealed import SealedFile, read_sealed, validate_sealed
from retention.steps.asked import certificate_of, requests_of
from retention.verification.broken import UNREADABLE, broken_row
from retention.verification.report import Fault, Problem, Report
from retention.workshop import Workshop
from signing.enrolment import GOOD, Certificate, Held
from signing.power_register import PowerOfAttorney
from signing.request import SignatureRequest


def check_contents(workshop: Workshop, record: Record, at: datetime, report: Report) -> None:
    """Check one replicated record. Every fault becomes a problem; nothing is raised for what is found."""
    for check in (_check_file, _check_snapshot):
        try:
            for code, ru, en in check(workshop, record, at):
                report.problems.append(Problem(record.id, "", "", code, ru, en))
        except LetopisError as error:
            report.problems.append(Problem(record.id, "", "", error.code, error.ru, error.en))
        except UNREADABLE as error:
            report.problems.append(broken_row(record.id, error))


Check = Callable[[Workshop, Record, datetime], Iterator[Fault]]


def _check_file(workshop: Workshop, record: Record, at: datetime) -> Iterator[Fault]:
    sealed = read_sealed(workshop, record.id)
    with workshop.transaction() as session:
        requests = requests_of(session, workshop.school, record.id)
        stored = session.get_one(SnapshotRow, (workshop.school, record.id)).body
    for request in requests:
        if sha256(sealed.pdf[: request.revision_size]) != request.revision_sha256:
            yield (
                "revision.changed",
                f"Подписанная редакция файла ({request.field}) не та, что записана в каталоге.",
                f"the signed revision ({request.field}) is not the one in the catalogue",
            )
    yield from _other_keys(workshop, requests)
    if sha256(sealed.pdf[: record.rendition_size]) != record.rendition_sha256:
        yield (
            "rendition.changed",
            "Печатная форма не та, что подписана.",
            "the rendition is not the recorded one",
        )
    validate_sealed(workshop, sealed, at)
    if streebog.has_gost(sealed.pdf) and (fault := _streebog_fault(sealed)):
        yield fault
    yield from _other_powers(workshop, sealed, requests)
    if embedded_snapshot(sealed.pdf) != stored:
        yield (
            "snapshot.differs",
            "Снимок внутри PDF отличается от снимка в каталоге.",
            "the snapshot inside the PDF differs from the one in the catalogue",
        )


def _other_keys(workshop: Workshop, requests: Sequence[SignatureRequest]) -> Iterator[Fault]:
    """The signatures made with a key that is held elsewhere than was asked for: no certificate tells (ADR 37)."""
    for one in requests:
        if one.asks is AskedKey.ANY:
            continue
        with workshop.transaction() as session:
            used = session.get(Certificate, (workshop.school, certificate_of(one) or ""))
        if used is not None and Held(used.held) not in GOOD[one.asks]:
            yield (
                "catalogue.other_key",
                f"Подпись ({one.field}) поставлена не тем ключом, которого требовала политика школы: {used.held}.",
                f"the signature ({one.field}) was made with another key than the policy asked for: {used.held}",
            )


def _other_powers(
    workshop: Workshop, sealed: SealedFile, requests: Sequence[SignatureRequest]
) -> Iterator[Fault]:
    """The signatures whose power of attorney in the bag is not the register's, or was not the signer's (ADR 36)."""
    for one in requests:
        if one.power is None:
            continue
        files = {name: _tag(sealed, name) for name in powers.names(one.power)}
        tags = {name: body for name, body in files.items() if body is not None}
        with workshop.transaction() as session:
            row = session.get(PowerOfAttorney, (workshop.school, one.power))
            zone = workshop.zone(session)
        if not is_registered(row, one, zone, tags):
            yield (
                "bag.power_differs",
                f"Доверенность подписи ({one.field}) в пакете не та, что в реестре, или не давала права подписать.",
                f"the power of the signature ({one.field}) is not the one on record, or gave no right to sign",
            )


def _streebog_fault(sealed: SealedFile) -> Fault | None:
    payload = {
        "record.pdf": sealed.pdf,
        "record.json": sealed.location.get(f"{sealed.folder}/data/record.json"),
    }
    return streebog.fault(payload, _tag(sealed, streebog.NAME))


def _tag(sealed: SealedFile, name: str) -> bytes | None:
    """A tag file of the bag, None where it is not there."""
    try:
        return sealed.location.get(f"{sealed.folder}/{name}")
    except AbsentError:
        return None


def _check_snapshot(workshop: Workshop, record: Record, _at: datetime) -> Iterator[Fault]:
    with workshop.transaction() as session:
        row = session.get_one(SnapshotRow, (workshop.school, record.id))
        snapshot = parse(row.body)
        event = session.get_one(LogEvent, row.event_id)
        if snapshot.digest != row.digest or (event.body and snapshot.digest not in event.body.decode()):
            yield (
                "snapshot.not_logged",
                "Контрольная сумма снимка не та, что внесена в журнал событий.",
                "the snapshot's digest is not the one in the log",
            )
