"""What a validation report says of a record in the archive: the values that retention/validation.py fills, and as JSON.

docs/signature-report-v1.schema.json describes the JSON. It judges nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from records.actor import Role
from records.digest import Json
from records.registers.kinds import RecordKind
from records.times import rfc3339
from retention.checked import Verdict
from retention.verification.report import Problem
from signing.algorithms import published
from signing.credential import CertificateFacts
from signing.report import SignatureFacts

SCHEMA: Final = "letopis/signature-report/1"
# Findings that may quote a page, and so a name on it.
_QUOTING: Final = "pages."
_HIDDEN: Final = (
    "Страница не совпадает с данными файла. Что на ней, скрыто по приказу школы.",
    "a page differs from the data of the file; what it says is hidden by the school's order",
)
_UNQUOTED: Final = (
    "Страница не совпадает с данными файла. Что на ней, здесь не повторяется.",
    "a page differs from the data of the file; what it says is not repeated here",
)


@dataclass(frozen=True, slots=True)
class JudgedRecord:
    """The record that a report is about: `sealed` is the SHA-256 (hex) of its signed file on record.

    `roles` are those that were asked to sign it, and `powers` the numbers of the powers of attorney that they signed
    under, if any (ADR 36): both by the form field of each.
    """

    id: str
    kind: RecordKind
    title: str
    revision: int
    class_id: str
    sealed: str
    roles: Mapping[str, Role]
    powers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadCopy:
    """A copy of the signed file as it was read; without digest and size it could not be."""

    location: str
    path: str
    sha256: str | None
    octets: int | None
    intact: bool


@dataclass(frozen=True, slots=True)
class Validation:
    """The report: at which moment, which copy was judged (its location), what came of it, and by what it was judged.

    `verdict` is None where no copy could be read. A signer without a name is hidden by order.
    """

    record: JudgedRecord
    at: datetime
    copies: tuple[ReadCopy, ...]
    judged: str | None
    verdict: Verdict | None
    signatures: tuple[SignatureFacts, ...]
    archive_timestamps: tuple[datetime, ...]
    anchors: tuple[CertificateFacts, ...]
    problems: tuple[Problem, ...]

    @property
    def on_record(self) -> bool:
        """Whether what was judged is the file on record; of another one no archive timestamp is read."""
        return any(copy.intact and copy.location == self.judged for copy in self.copies)

    def role(self, signature: SignatureFacts) -> Role | None:
        """In which role a signature of the record is made; None for a field that no step has."""
        return self.record.roles.get(signature.field)

    def power(self, signature: SignatureFacts) -> str | None:
        """The number of the power of attorney under which it was made, as the school has it on record."""
        return self.record.powers.get(signature.field)

    def without_names(self) -> Validation:
        """The same for whoever may see no names: digests and serial numbers stay."""
        return replace(
            self,
            signatures=tuple(map(_nameless, self.signatures)),
            problems=tuple(dict.fromkeys(_reworded(one, _HIDDEN) for one in self.problems)),
        )

    def unquoted(self) -> Validation:
        """The same to be kept: no finding quotes a page, which may name a pupil outside of the pupil's own element."""
        return replace(
            self, problems=tuple(dict.fromkeys(_reworded(one, _UNQUOTED) for one in self.problems))
        )

    def json(self) -> Mapping[str, Json]:
        """The report as JSON, the same for readers of either language."""
        return {
            "schema": SCHEMA,
            "at": rfc3339(self.at),
            "record": {
                "id": self.record.id,
                "kind": self.record.kind.value,
                "title": self.record.title,
                "revision": self.record.revision,
                "sealed": self.record.sealed,
            },
            "copies": [_copy(copy) for copy in self.copies],
            "judged": self.judged,
            "verdict": _indicated(self.verdict) if self.verdict else None,
            "signatures": [self._signature(one) for one in self.signatures],
            "archive_timestamps": [rfc3339(moment) for moment in self.archive_timestamps],
            "trust_anchors": [_certificate(anchor) for anchor in self.anchors],
            "algorithms": published(),
            "problems": [_problem(problem) for problem in self.problems],
        }

    def words(self) -> Mapping[str, str]:
        """What the codes of the JSON mean, in Russian, for print; `verdict` of all signatures together."""
        found: dict[str, str] = {"verdict": self.verdict.sentence("ru")} if self.verdict else {}
        for one in self.signatures:
            came = one.sub_indication or one.indication
            found |= {code.value: code.sentence("ru") for code in (came, one.coverage, one.changes)}
        return found

    def _signature(self, one: SignatureFacts) -> Json:
        role, power = self.role(one), self.power(one)
        return {
            **({"power": power} if power else {}),
            "field": one.field,
            "role": role.value if role else None,
            "signer": one.signer or None,
            **_indicated(one),
            "claimed_at": rfc3339(one.claimed_at) if one.claimed_at else None,
            "proven_at": rfc3339(one.proven_at) if one.proven_at else None,
            "level": one.level.value,
            "coverage": one.coverage.value,
            "changes": one.changes.value,
            "algorithm": one.algorithm,
            "certifies": one.certifies,
            "locks": one.locks,
            "certificate": _certificate(one.certificate),
        }


def _nameless(one: SignatureFacts) -> SignatureFacts:
    return replace(one, signer="", certificate=replace(one.certificate, name="", subject=""))


def _reworded(problem: Problem, words: tuple[str, str]) -> Problem:
    ru, en = words
    return replace(problem, ru=ru, en=en) if problem.code.startswith(_QUOTING) else problem


def _copy(copy: ReadCopy) -> Json:
    told = {"location": copy.location, "path": copy.path, "sha256": copy.sha256}
    return {**told, "bytes": copy.octets, "intact": copy.intact}


def _indicated(found: Verdict | SignatureFacts) -> Mapping[str, Json]:
    sub = found.sub_indication
    return {"indication": found.indication.value, "sub_indication": sub.value if sub else None}


def _certificate(facts: CertificateFacts) -> Json:
    return {
        "sha256": facts.sha256,
        "serial": facts.serial,
        "subject": facts.subject or None,
        "issuer": facts.issuer,
        "not_before": rfc3339(facts.not_before),
        "not_after": rfc3339(facts.not_after),
        "qualified": facts.qualified,
    }


def _problem(problem: Problem) -> Json:
    where = {"location": problem.location or None, "path": problem.path or None}
    return {"code": problem.code, **where, "ru": problem.ru, "en": problem.en}
