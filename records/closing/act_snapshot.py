"""Freezes a correction act or a supplement into its own snapshot (docs/snapshot-v1.md): a pupil's changes in one leaf.

What an act says of a pupil is in that pupil's element, so that it can be shown or erased alone; what stands at the
top names the act and the records that it changes. Pure: it reads and stores nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from records.amendments.model import Act, Amended
from records.closing.snapshot import RecordFacts, Snapshot, common, freeze
from records.digest import Json
from records.gradebook.content import ClassFacts, Named, iso
from records.school.policy import Policy


@dataclass(frozen=True, slots=True)
class TouchedFacts:
    """A record that the act changes, as it stood when the act was entered."""

    record: str
    kind: str
    title: str
    revision: int
    digest: str

    def json(self) -> Json:
        """The element of a snapshot."""
        return {
            "record": self.record,
            "kind": self.kind,
            "title": self.title,
            "revision": self.revision,
            "digest": self.digest,
        }


@dataclass(frozen=True, slots=True)
class ActContent:
    """An act with what its snapshot names: class, subjects of the journals, pupils in order, the teacher who signs."""

    act: Act
    facts: ClassFacts
    subjects: Mapping[str, Named]
    pupils: Sequence[Named]
    teacher: str


def act_snapshot(
    content: ActContent,
    touched: Sequence[TouchedFacts],
    record: RecordFacts,
    policy: Policy,
    people: Mapping[str, str],
    seed: bytes,
) -> Snapshot:
    """Freeze the act."""
    act = content.act
    subjects = {subject.id: subject for subject in content.subjects.values()}
    body = {
        **common(record, content.facts, policy, act.at, people),
        "cutoff": None,
        "corrections": [],
        "amendment": {
            "number": act.number,
            "date": iso(act.date),
            "basis": act.basis,
            "decided_by": act.decided_by or None,
            "author": act.author,
        },
        "teacher": content.teacher,
        "subjects": [subject.json() for subject in subjects.values()],
        "touches": [one.json() for one in touched],
    }
    return freeze(body, [_pupil(content, n, pupil) for n, pupil in enumerate(content.pupils, 1)], seed)


def _pupil(content: ActContent, ordinal: int, pupil: Named) -> dict[str, Json]:
    changes = [_change(content, one) for one in content.act.values if one.pupil == pupil.id]
    return {"id": pupil.id, "name": pupil.name, "ordinal": ordinal, "changes": changes}


def _change(content: ActContent, one: Amended) -> Json:
    return {
        "place": str(one.place),
        "subject": content.subjects[one.journal].id if one.journal else None,
        "what": one.what,
        "before": one.before,
        "after": one.after,
        "reason": one.reason,
    }
