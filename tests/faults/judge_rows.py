"""Frozen rows against snapshots: each period journal's snapshot recomputed from the tables (docs/snapshot-v1.md).

Also what every snapshot says of itself: canonical form, leaves, digest. The records of a year are in judge_year.py.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.faults.judge_amendments import amended, corrections, shown_acts, standing
from tests.faults.judge_digest import jcs, salted, sha256
from tests.faults.judge_evidence import Evidence, Row, bare

_WORDS = re.compile(r"осв|оп|н/а|безотм|зач|[2-5]|[нбу]")
_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


def judge_snapshots(evidence: Evidence) -> Iterator[str]:
    """What is wrong with any snapshot in itself."""
    for row in evidence.tables["snapshot"]:
        body = json.loads(row["body"])
        if jcs(body) != row["body"]:
            yield f"snapshot {row['record_id']} is not canonical JSON"
        for pupil in body["pupils"]:
            if salted("letopis/leaf/1", bytes.fromhex(pupil["salt"]), jcs(bare(pupil))) != pupil["leaf"]:
                yield f"snapshot {row['record_id']}: the leaf of pupil {pupil['ordinal']} is not that of the rows"
        committed = {**body, "pupils": [{"leaf": pupil["leaf"]} for pupil in body["pupils"]]}
        if sha256(jcs(committed)) != row["digest"]:
            yield f"snapshot {row['record_id']}: the digest is not that of the body"
        if unnamed := _ids({**body, "policy": None}) - set(body["people"]):
            yield f"snapshot {row['record_id']} does not name {sorted(unnamed)}"


def _ids(body: Any) -> set[str]:
    """Everyone whom a snapshot names by id."""
    if isinstance(body, list):
        return set().union(*map(_ids, body))
    if not isinstance(body, dict):
        return set()
    names = ("by", "teacher", "class_teacher", "substitute", "author", "person")
    found = {body[name] for name in names if isinstance(body.get(name), str)}
    return found.union(*(_ids(value) for value in body.values()))


def judge_journals(evidence: Evidence) -> Iterator[str]:
    """Where the snapshot of a period journal is not what the tables hold."""
    for record in evidence.live("period_journal"):
        key = {"journal_id": record["journal_id"], "period_id": record["period_id"]}
        cut = evidence.one("journal_period", **key)
        expected = {**head(evidence, record, cut), **_journal(standing(evidence, record), cut, key)}
        for pupil in expected["pupils"]:
            pupil.update(amended(evidence, record, pupil["id"]))
        yield from differing(evidence, record, expected)


def judge_versions(evidence: Evidence) -> Iterator[str]:
    """Cells whose versions do not follow each other from 1 (ADR 0007)."""
    for table, names in (
        ("mark_version", ("journal_id", "period_id", "column_id", "pupil_id")),
        ("period_mark", ("journal_id", "period_id", "pupil_id")),
        ("year_mark", ("class_id", "journal_id", "pupil_id", "kind")),
        ("council_decision", ("class_id", "pupil_id")),
    ):
        versions = defaultdict(list)
        for row in evidence.tables[table]:
            versions[tuple(row[name] for name in names)].append(row["seq"])
        for cell, numbers in versions.items():
            if sorted(numbers) != list(range(1, len(numbers) + 1)):
                yield f"{table} {cell}: the versions are {sorted(numbers)}"


def differing(evidence: Evidence, record: Row, expected: Mapping[str, Any]) -> Iterator[str]:
    """The members of the stored snapshot that are not what the tables hold; salts and leaves are judged above."""
    body = evidence.frozen(record["id"])
    for member in sorted(body.keys() | expected.keys() - {"policy"}):
        if member == "people":
            names = {row["id"]: row["name"] for row in evidence.tables["person"]}
            same = all(names.get(person) == name for person, name in body["people"].items())
        else:
            same = member == "policy" or body.get(member) == expected.get(member)
        if not same:
            yield f"frozen rows of '{record['title']}': {member} of the snapshot is not what the tables hold"


def head(evidence: Evidence, record: Row, cut: Row) -> dict[str, Any]:
    """The members of every snapshot, from the tables. `cut` is the row of the cutoff."""
    of_class = evidence.one("school_class", id=record["class_id"])
    school = evidence.one("school", id=evidence.school)
    year = evidence.one("school_year", id=of_class["year_id"])
    branch = of_class["branch_id"] and evidence.one("branch", id=of_class["branch_id"])
    as_of = max([cut["cut_at"], *(act["at"] for act in shown_acts(evidence, record))])
    moment = datetime.fromisoformat(as_of).astimezone(ZoneInfo(school["zone"]))
    offset = moment.strftime("%z")
    return {
        "schema": "letopis/snapshot/1",
        "kind": record["kind"],
        "record": {"id": record["id"], "revision": record["revision"], "replaces": record["replaces_id"]},
        "school": {"id": school["id"], "name": school["name"], "branch": branch and named(branch)},
        "class": {"id": of_class["id"], "name": of_class["name"], "grade": of_class["grade"]},
        "year": {name: year[name] for name in ("id", "label", "starts", "ends")},
        "zone": {"name": school["zone"], "offset": f"{offset[:3]}:{offset[3:]}"},
        "as_of": as_of,
        "cutoff": {"by": cut["cut_by"], "at": cut["cut_at"], "reason": cut["cut_reason"]},
        "corrections": corrections(evidence, record),
    }


def named(row: Row) -> dict[str, Any]:
    """`{"id", "name"}`."""
    return {"id": row["id"], "name": row["name"]}


def period_json(row: Row) -> dict[str, Any]:
    """A period's element."""
    return {name: row[name] for name in ("id", "number", "title", "kind", "starts", "ends")}


def cells_of(value: str) -> tuple[list[str], str | None]:
    """Marks and absence of a stored cell, `4/5 н`."""
    words = _WORDS.findall(value)
    return [w for w in words if w not in "нбу" and w != "оп"], next((w for w in words if w in "нбу"), None)


def is_late(value: str) -> bool:
    """Whether a stored cell says that the pupil came late, `4 оп`."""
    return "оп" in _WORDS.findall(value)


def newest(rows: Iterable[Row], *names: str) -> dict[tuple[Any, ...], Row]:
    """The version with the greatest number of each cell; an empty one is no value."""
    found = {tuple(row[name] for name in names): row for row in sorted(rows, key=lambda row: row["seq"])}
    return {key: row for key, row in found.items() if row["value"]}


def members(evidence: Evidence, class_id: str) -> list[tuple[Row, Row]]:
    """(pupil, membership) in Russian alphabetical order; who came back has the times before as `earlier`."""
    times = defaultdict[str, list[Row]](list)
    for row in sorted(evidence.rows("membership", class_id=class_id), key=lambda row: row["arrived"] or ""):
        times[row["pupil_id"]].append(row)
    pairs = [
        (evidence.one("pupil", id=pupil), {**last, "earlier": earlier})
        for pupil, (*earlier, last) in times.items()
    ]
    return sorted(pairs, key=lambda pair: [_LETTERS.find(c) for c in full_name(pair[0]).lower()])


def full_name(pupil: Row) -> str:
    """Surname, given name and patronymic."""
    return " ".join(part for part in (pupil["surname"], pupil["given"], pupil["patronymic"]) if part)


def present(membership: Row, first: str, last: str) -> bool:
    """Whether the pupil belonged to the class on some day from `first` to `last`."""
    times = [*membership["earlier"], membership]
    return any((t["arrived"] or first) <= last and (t["left"] or last) >= first for t in times)


def membership_json(row: Row) -> dict[str, Any]:
    """A membership's element."""
    *earlier, last = (
        {name: time[name] for name in ("arrived", "arrived_order", "left", "left_order")}
        for time in (*row["earlier"], row)
    )
    return {**last, **({"earlier": earlier} if earlier else {})}


def group_of(evidence: Evidence, journal: Row) -> set[str] | None:
    """The pupils of a journal's subgroup; None when it is for the whole class."""
    if journal["subgroup_id"] is None:
        return None
    return {row["pupil_id"] for row in evidence.rows("subgroup_member", subgroup_id=journal["subgroup_id"])}


def lessons_of(evidence: Evidence, **key: str) -> tuple[list[Row], list[Row]]:
    """Lessons and columns of a journal in a period, in order."""
    lessons = sorted(evidence.rows("lesson", **key), key=lambda row: (row["date"], row["number"]))
    order = {row["id"]: number for number, row in enumerate(lessons)}
    columns = evidence.rows("lesson_column", **key)
    return lessons, sorted(columns, key=lambda row: (order[row["lesson_id"]], row["position"]))


def _journal(evidence: Evidence, cut: Row, key: dict[str, str]) -> dict[str, Any]:
    journal, period = (
        evidence.one("journal", id=key["journal_id"]),
        evidence.one("period", id=key["period_id"]),
    )
    lessons, columns = lessons_of(evidence, **key)
    confirmation = {"by": cut["confirmed_by"], "at": cut["confirmed_at"], "draft": cut["draft"]}
    subgroup = journal["subgroup_id"] and evidence.one("subgroup", id=journal["subgroup_id"])
    facts = ("id", "date", "number", "hours", "topic", "homework")
    return {
        "subgroup": subgroup and named(subgroup),
        "subject": named(evidence.one("subject", id=journal["subject_id"])),
        "teacher": journal["teacher_id"],
        "period": period_json(period),
        "confirmation": confirmation if cut["confirmed_by"] else None,
        "lessons": [{**{n: row[n] for n in facts}, "substitute": row["substitute_id"]} for row in lessons],
        "columns": [{"id": c["id"], "lesson": c["lesson_id"], "kind": c["kind"]} for c in columns],
        "pupils": list(_pupils(evidence, journal, period, columns, key)),
    }


def _pupils(
    evidence: Evidence, journal: Row, period: Row, columns: list[Row], key: dict[str, str]
) -> Iterator[dict[str, Any]]:
    marks = newest(evidence.rows("mark_version", **key), "pupil_id", "column_id")
    of_period = newest(evidence.rows("period_mark", **key), "pupil_id")
    group = group_of(evidence, journal)
    here = [
        (pupil, membership)
        for pupil, membership in members(evidence, journal["class_id"])
        if present(membership, period["starts"], period["ends"]) and (group is None or pupil["id"] in group)
    ]
    for ordinal, (pupil, membership) in enumerate(here, start=1):
        filled = [marks[pupil["id"], c["id"]] for c in columns if (pupil["id"], c["id"]) in marks]
        mark = of_period.get((pupil["id"],))
        yield {
            "id": pupil["id"],
            "name": full_name(pupil),
            "ordinal": ordinal,
            "membership": membership_json(membership),
            "cells": [_cell(row) for row in filled],
            "period_mark": mark and {"value": mark["value"], "author": mark["author_id"], "at": mark["at"]},
        }


def _cell(row: Row) -> dict[str, Any]:
    marks, absence = cells_of(row["value"])
    return {
        "column": row["column_id"],
        "marks": marks,
        "absence": absence,
        "author": row["author_id"],
        "at": row["at"],
        **({"late": "оп"} if is_late(row["value"]) else {}),
    }
