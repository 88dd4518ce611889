"""A validation report as the values of its printed form: its JSON and the meaning of its codes -> SignatureReport.

Used for the paper that is issued and for the record that is signed: both say the same. Times by the school's clock,
words Russian. Pure; it judges nothing and looks nothing up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from records.documents.forms.parts import Head, Signatory
from records.documents.forms.signature_report import (
    Certificate,
    JudgedCopy,
    JudgedFault,
    JudgedSignature,
    SignatureReport,
    Verdict,
)
from records.documents.reading import Node, maybe, maybe_node, node, nodes, number, text, texts
from records.times import local, offset_text, parse_rfc3339

_QUALIFIED, _NOT_QUALIFIED = "квалифицированная (КЭП)", "неквалифицированная (НЭП)"
_NOTHING = Verdict("", "", "Проверять нечего: ни одна копия не читается.")
_PRINTED = {"GOST R": "ГОСТ Р", "Streebog": "Стрибог"}


@dataclass(frozen=True, slots=True)
class Reading:
    """How a report is read: what its codes mean, what the school calls the roles, and its clock."""

    words: Mapping[str, str]
    roles: Mapping[str, str]
    zone: str

    def says(self, code: str) -> str:
        """What a code means; itself where nobody said."""
        return self.words.get(code, code)

    def moment(self, at: str | None) -> str:
        """`26.06.2026 12:30:00 (+03:00)`; nothing for no moment."""
        if at is None:
            return ""
        moment = parse_rfc3339(at)
        return f"{local(moment, self.zone):%d.%m.%Y %H:%M:%S} ({offset_text(moment, self.zone)})"

    def day(self, at: str) -> str:
        """`26.06.2026`."""
        return f"{local(parse_rfc3339(at), self.zone):%d.%m.%Y}"


def judged(head: Head, report: Node, read: Reading, signatory: Signatory) -> SignatureReport:
    """The form's values. Raises InputError for what is no report."""
    record = node(report, "record")
    return SignatureReport(
        head=head,
        about=text(record, "title"),
        record=text(record, "id"),
        revision=number(record, "revision"),
        sealed=text(record, "sealed"),
        moment=read.moment(text(report, "at")),
        judged=maybe(report, "judged") or "",
        verdict=_of_file(report, read),
        faults=tuple(_fault(one) for one in nodes(report, "problems")),
        signatures=tuple(_signature(one, read) for one in nodes(report, "signatures")),
        archive_timestamp=_stamps(report, read),
        copies=tuple(_copy(one) for one in nodes(report, "copies")),
        anchors=tuple(_certificate(one, read) for one in nodes(report, "trust_anchors")),
        policy=text(node(report, "algorithms"), "name"),
        signatory=signatory,
    )


def _stamps(report: Node, read: Reading) -> str:
    place = maybe(report, "judged")
    on_record = any(text(one, "location") == place and one.get("intact") for one in nodes(report, "copies"))
    if place and not on_record:
        return "не читался: файл не тот, что записан"
    return ", ".join(read.moment(stamp) for stamp in texts(report, "archive_timestamps"))


def _of_file(report: Node, read: Reading) -> Verdict:
    came = maybe_node(report, "verdict")
    if came is None:
        return _NOTHING
    return Verdict(text(came, "indication"), maybe(came, "sub_indication") or "", read.says("verdict"))


def _signature(one: Node, read: Reading) -> JudgedSignature:
    role, sub = maybe(one, "role"), maybe(one, "sub_indication") or ""
    indication, certificate = text(one, "indication"), node(one, "certificate")
    return JudgedSignature(
        signer=maybe(one, "signer") or "",
        role=read.roles.get(role, role) if role else text(one, "field"),
        verdict=Verdict(indication, sub, read.says(sub or indication)),
        claimed=read.moment(maybe(one, "claimed_at")),
        proven=read.moment(maybe(one, "proven_at")),
        level=text(one, "level"),
        kind=_kind(bool(certificate.get("qualified")), maybe(one, "power")),
        algorithm=_named(text(one, "algorithm")),
        covers=read.says(text(one, "coverage")),
        changes=read.says(text(one, "changes")),
        certificate=_certificate(certificate, read),
    )


def _kind(qualified: bool, power: str | None) -> str:
    kind = _QUALIFIED if qualified else _NOT_QUALIFIED
    return f"{kind}, по доверенности (МЧД) {power}" if power else kind


def _named(algorithm: str) -> str:
    for name, printed in _PRINTED.items():
        algorithm = algorithm.replace(name, printed)
    return algorithm


def _certificate(facts: Node, read: Reading) -> Certificate:
    first, last = (read.day(text(facts, name)) for name in ("not_before", "not_after"))
    subject, serial = maybe(facts, "subject") or "", text(facts, "serial").upper()
    return Certificate(subject, serial, text(facts, "issuer"), first, last, text(facts, "sha256"))


def _copy(copy: Node) -> JudgedCopy:
    digest = maybe(copy, "sha256") or ""
    wrong = "не тот, что записан" if digest else "не читается"
    return JudgedCopy(text(copy, "location"), digest, "как записан" if copy.get("intact") else wrong)


def _fault(problem: Node) -> JudgedFault:
    where = " · ".join(part for key in ("location", "path") if (part := maybe(problem, key)))
    return JudgedFault(text(problem, "code"), where, text(problem, "ru"))
