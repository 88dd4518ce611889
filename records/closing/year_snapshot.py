"""Freezes a class's year into the snapshots of the class journal and the summary sheet (docs/snapshot-v1.md).

YearContent and the signed period journals' facts in, Snapshot out. Pure: it reads and stores nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from records.closing.snapshot import ActFacts, CutoffFacts, RecordFacts, Snapshot, freeze, head
from records.digest import Json
from records.gradebook.year_content import YearContent
from records.school.policy import Policy
from records.times import rfc3339


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """A signature on a source: who, in what role, when, with which certificate."""

    role: str
    person: str
    at: datetime
    level: str
    certificate: Mapping[str, str]

    def json(self) -> Json:
        """The element of a snapshot."""
        return {
            "role": self.role,
            "person": self.person,
            "at": rfc3339(self.at),
            "level": self.level,
            "certificate": dict(self.certificate),
        }


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """A sealed period journal from which the class journal is assembled."""

    record: str
    journal: str
    period: str
    revision: int
    title: str
    digest: str
    index: int
    rendition_sha256: str
    rendition_size: int
    signatures: tuple[SignatureFacts, ...]

    def json(self) -> Json:
        """The element of a snapshot."""
        return {
            "record": self.record,
            "journal": self.journal,
            "period": self.period,
            "revision": self.revision,
            "title": self.title,
            "digest": self.digest,
            "index": self.index,
            "rendition": {"sha256": self.rendition_sha256, "size": self.rendition_size},
            "signatures": [s.json() for s in self.signatures],
        }


def class_journal_snapshot(
    content: YearContent,
    sources: Sequence[SourceFacts],
    record: RecordFacts,
    policy: Policy,
    cutoff: CutoffFacts,
    people: Mapping[str, str],
    seed: bytes,
    acts: Sequence[ActFacts] = (),
) -> Snapshot:
    """Freeze the class journal of the year."""
    body = {
        **_year_head(content, record, policy, cutoff, people, acts),
        "journals": [j.json() for j in content.journals],
        "sources": [s.json() for s in sources],
        "remarks": [r.json() for r in content.remarks],
    }
    return freeze(body, [p.json(n) for n, p in enumerate(content.pupils, start=1)], seed)


def summary_sheet_snapshot(
    content: YearContent,
    record: RecordFacts,
    policy: Policy,
    cutoff: CutoffFacts,
    people: Mapping[str, str],
    seed: bytes,
    acts: Sequence[ActFacts] = (),
) -> Snapshot:
    """Freeze the summary sheet of the year."""
    body = _year_head(content, record, policy, cutoff, people, acts)
    return freeze(body, [p.summary(n) for n, p in enumerate(content.pupils, start=1)], seed)


def _year_head(
    content: YearContent,
    record: RecordFacts,
    policy: Policy,
    cutoff: CutoffFacts,
    people: Mapping[str, str],
    acts: Sequence[ActFacts],
) -> dict[str, Json]:
    """The members that both records of a year have."""
    return {
        **head(record, content.facts, policy, cutoff, people, acts),
        "class_teacher": content.facts.class_teacher,
        "periods": [p.json() for p in content.periods],
        "subjects": [s.json() for s in content.subjects],
    }
