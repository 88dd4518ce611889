"""Frozen rows against snapshots of the year: class journal and summary sheet recomputed (docs/snapshot-v1.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from tests.faults.judge_amendments import amended, standing
from tests.faults.judge_evidence import Evidence, Row
from tests.faults.judge_rows import (
    cells_of,
    differing,
    full_name,
    group_of,
    head,
    is_late,
    lessons_of,
    members,
    membership_json,
    named,
    newest,
    period_json,
    present,
)


def judge_years(evidence: Evidence) -> Iterator[str]:
    """Where the snapshot of a class journal or summary sheet is not what the tables hold."""
    for record in evidence.live("class_journal") + evidence.live("summary_sheet"):
        cut = evidence.one("class_year", class_id=record["class_id"])
        of_kind = _class_journal if record["kind"] == "class_journal" else _summary_sheet
        year = _Year(standing(evidence, record), record["class_id"])
        expected = {**head(evidence, record, cut), **year.head(), **of_kind(evidence, year)}
        for pupil in expected["pupils"]:
            pupil.update(amended(evidence, record, pupil["id"]))
        yield from differing(evidence, record, expected)


class _Year:
    """What both records of a class's year are made of."""

    def __init__(self, evidence: Evidence, class_id: str) -> None:
        self.evidence = evidence
        self.of_class = evidence.one("school_class", id=class_id)
        self.journals = sorted(evidence.rows("journal", class_id=class_id), key=lambda row: row["position"])
        ids = {
            row["period_id"]
            for j in self.journals
            for row in evidence.rows("journal_period", journal_id=j["id"])
        }
        self.periods = sorted((evidence.one("period", id=p) for p in ids), key=lambda row: row["starts"])

    def head(self) -> dict[str, Any]:
        """The members of both."""
        subjects = {j["subject_id"]: self.evidence.one("subject", id=j["subject_id"]) for j in self.journals}
        return {
            "class_teacher": self.of_class["class_teacher_id"],
            "periods": [period_json(row) for row in self.periods],
            "subjects": [named(row) for row in subjects.values()],
        }

    def pupils(self) -> Iterator[tuple[Row, Row, dict[str, Any]]]:
        """(pupil, membership, element of a summary sheet)."""
        for ordinal, (pupil, membership) in enumerate(members(self.evidence, self.of_class["id"]), start=1):
            element = {
                "id": pupil["id"],
                "name": full_name(pupil),
                "ordinal": ordinal,
                "membership": membership_json(membership),
                "marks": [self._marks(journal, pupil["id"]) for journal in self.journals_of(pupil["id"])],
                **self._decision(pupil["id"]),
            }
            yield pupil, membership, element

    def journals_of(self, pupil: str) -> list[Row]:
        """The journals in which a pupil stands."""
        groups = [(journal, group_of(self.evidence, journal)) for journal in self.journals]
        return [journal for journal, group in groups if group is None or pupil in group]

    def _marks(self, journal: Row, pupil: str) -> dict[str, Any]:
        key = {"journal_id": journal["id"], "pupil_id": pupil}
        of_periods = newest(self.evidence.rows("period_mark", **key), "period_id")
        of_year = newest(self.evidence.rows("year_mark", **key), "kind")
        kinds = {kind: row["value"] for (kind,), row in of_year.items()}
        return {
            "subject": journal["subject_id"],
            "periods": {period: row["value"] for (period,), row in of_periods.items()},
            **{kind: kinds.get(kind) for kind in ("year", "exam", "final")},
        }

    def _decision(self, pupil: str) -> dict[str, Any]:
        """What the council decided, as a member; none where it decided nothing."""
        rows = self.evidence.rows("council_decision", class_id=self.of_class["id"], pupil_id=pupil)
        row = newest(rows, "pupil_id").get((pupil,))
        if row is None:
            return {}
        return {"decision": {"text": row["value"], "protocol": row["protocol"], "date": row["protocol_date"]}}

    def absences(self, pupil: Row, membership: Row, period: Row) -> dict[str, Any]:
        """A pupil's absences in a period; a full day is one on which every lesson was missed."""
        days, late_arrivals = defaultdict(list), 0
        for journal in self.journals_of(pupil["id"]):
            key = {"journal_id": journal["id"], "period_id": period["id"]}
            lessons, columns = lessons_of(self.evidence, **key)
            marks = newest(self.evidence.rows("mark_version", **key, pupil_id=pupil["id"]), "column_id")
            codes = {c["lesson_id"]: code for c in columns if (code := _absence(marks.get((c["id"],))))}
            late = {
                c["lesson_id"] for c in columns if (c["id"],) in marks and is_late(marks[c["id"],]["value"])
            }
            late_arrivals += len(late & {lesson["id"] for lesson in lessons if _attends(membership, lesson)})
            for lesson in lessons:
                if _attends(membership, lesson):
                    days[lesson["date"]].append(codes.get(lesson["id"]))
        missed = [code for codes_of_day in days.values() for code in codes_of_day if code]
        full = [set(codes_of_day) for codes_of_day in days.values() if all(codes_of_day)]
        return {
            "period": period["id"],
            "lessons": len(missed),
            "lessons_ill": missed.count("б"),
            "lessons_excused": missed.count("у"),
            "days": len(full),
            "days_ill": full.count({"б"}),
            **({"late": late_arrivals} if late_arrivals else {}),
        }


def _attends(membership: Row, lesson: Row) -> bool:
    return present(membership, lesson["date"], lesson["date"])


def _absence(row: Row | None) -> str | None:
    return cells_of(row["value"])[1] if row else None


def _particulars(pupil: Row) -> dict[str, Any]:
    """Address, names of the parents and phone: those that are known."""
    parents = pupil["parents"].split("\n") if pupil["parents"] else None
    known = {"address": pupil["address"], "parents": parents, "phone": pupil["phone"]}
    return {name: value for name, value in known.items() if value}


def _summary_sheet(_evidence: Evidence, year: _Year) -> dict[str, Any]:
    return {"pupils": [element for _, _, element in year.pupils()]}


def _class_journal(evidence: Evidence, year: _Year) -> dict[str, Any]:
    pupils = [
        {
            **element,
            "birth_date": pupil["birth_date"],
            "file_no": pupil["file_no"],
            **_particulars(pupil),
            "absences": [year.absences(pupil, membership, period) for period in year.periods],
        }
        for pupil, membership, element in year.pupils()
    ]
    remarks = sorted(
        evidence.rows("remark", class_id=year.of_class["id"]), key=lambda row: (row["date"], row["id"])
    )
    facts = ("date", "text", "deadline", "fulfilled")
    return {
        "journals": [_journal(evidence, journal) for journal in year.journals],
        "sources": [_source(evidence, j["id"], p["id"]) for j in year.journals for p in year.periods],
        "remarks": [{**{name: row[name] for name in facts}, "author": row["author_id"]} for row in remarks],
        "pupils": pupils,
    }


def _journal(evidence: Evidence, journal: Row) -> dict[str, Any]:
    subgroup = journal["subgroup_id"] and evidence.one("subgroup", id=journal["subgroup_id"])
    return {
        "id": journal["id"],
        "subject": named(evidence.one("subject", id=journal["subject_id"])),
        "subgroup": subgroup and named(subgroup),
        "teacher": journal["teacher_id"],
    }


def _source(evidence: Evidence, journal: str, period: str) -> dict[str, Any]:
    (record,) = [
        row
        for row in evidence.live("period_journal")
        if (row["journal_id"], row["period_id"]) == (journal, period)
    ]
    snapshot = evidence.one("snapshot", record_id=record["id"])
    requests = evidence.requests(record["id"])
    return {
        "record": record["id"],
        "journal": journal,
        "period": period,
        "revision": record["revision"],
        "title": record["title"],
        "digest": snapshot["digest"],
        "index": evidence.one("log_event", id=snapshot["event_id"])["idx"],
        "rendition": {"sha256": record["rendition_sha256"], "size": record["rendition_size"]},
        "signatures": [
            {
                "role": row["role"],
                "person": row["person_id"],
                "at": row["signed_at"],
                "level": row["level"],
                "certificate": row["certificate"],
            }
            for row in requests
        ],
    }
