"""Holds the record of a validation report against the record that it judges: that one, by that file, in its dossier.

A report has no rows of a journal to be compared with: its snapshot is what was found. Whether that was found rightly,
only its own moment could say; a later report is another record. It repairs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from records.closing.snapshot import Snapshot
from records.registers.record import get_record
from records.registers.tables import Record
from records.times import parse_rfc3339
from retention.steps.compose_report import identity_of_report
from retention.verification.report import Problem


def check_report(session: Session, record: Record, stored: Snapshot) -> Iterator[Problem]:
    """What the catalogue says otherwise than the report. Raises NotFoundError when it judges no record of ours."""
    report = stored.body["report"]
    said = report["record"]
    judged = get_record(session, record.school_id, said["id"])
    what = identity_of_report(judged.id, parse_rfc3339(report["at"]))
    pairs = {
        "identity": (record.identity, what),
        "kind": (judged.kind, said["kind"]),
        "revision": (judged.revision, said["revision"]),
        "sealed": (judged.sealed_sha256, said["sealed"]),
        "dossier": (record.dossier_id, judged.dossier_id),
    }
    if wrong := [name for name, (row, told) in pairs.items() if row != told]:
        where = ", ".join(wrong)
        ru = f"Каталог говорит не то, что отчёт о проверке подписей: {where}. Верен отчёт; каталог изменён."
        en = f"the catalogue says otherwise than the validation report: {where}; the catalogue was altered"
        yield Problem(record.id, "", "", "report.contradicted", ru, en)
