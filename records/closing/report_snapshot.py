"""Freezes a validation report into a snapshot of its own (docs/snapshot-v1.md): what was found, and what it means.

The report is that of docs/signature-report-v1.schema.json: the file judged by its digest, the moment, the trust and the
algorithms by which it was judged. Beside it stands what each of its codes means, in the words of that day, so that the
printed form follows from the snapshot alone. No pupil is in it. Pure: it judges and stores nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from records.actor import Role
from records.closing.snapshot import RecordFacts, Snapshot, common, freeze
from records.digest import Json
from records.gradebook.content import ClassFacts
from records.registers.kinds import RecordKind
from records.school.policy import Policy
from records.school.signing_rules import signed_by


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A report as it was ordered: by whom, in which role; `report` is its JSON, `words` the meaning of its codes."""

    by: str
    role: Role
    at: datetime
    report: Mapping[str, Json]
    words: Mapping[str, str]


def report_snapshot(
    content: ReportContent,
    facts: ClassFacts,
    record: RecordFacts,
    policy: Policy,
    people: Mapping[str, str],
    seed: bytes,
) -> Snapshot:
    """Freeze the report; whoever ordered it is its one signer."""
    rules = dict(policy.signatures)
    rules[RecordKind.SIGNATURE_REPORT] = signed_by(rules[RecordKind.SIGNATURE_REPORT], content.role)
    body: dict[str, Json] = {
        **common(record, facts, replace(policy, signatures=rules), content.at, people),
        "cutoff": None,
        "corrections": [],
        "ordered_by": content.by,
        "report": dict(content.report),
        "words": [{"code": code, "says": content.words[code]} for code in sorted(content.words)],
    }
    return freeze(body, (), seed)
