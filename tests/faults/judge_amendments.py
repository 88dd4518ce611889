"""Acts over frozen rows, told once more: what stands is the newest version, an act's value being newer than any.

So the acts become versions of a copy of the tables, and the checks of snapshots read that copy (ADR 18). Which records
must show which act is design.md's: a correction is shown by all, a supplement asks for the summary sheet alone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.faults.judge_evidence import Evidence, Row

_NEWER = 1_000_000
_OF_YEAR = ("year", "exam", "final")


def acts_of(evidence: Evidence, class_id: str) -> list[Row]:
    """The acts of a class in their order."""
    return sorted(evidence.rows("amendment", class_id=class_id), key=lambda row: int(row["seq"]))


def values_of(evidence: Evidence, act: Row) -> list[Row]:
    """What an act changed, in its order."""
    rows = evidence.rows("amended_value", amendment_id=act["id"])
    return sorted(rows, key=lambda row: int(row["position"]))


def record_of(evidence: Evidence, act: Row) -> Row:
    """The act's own record."""
    return evidence.one("record", identity=f"{act['kind']}/{act['id']}")


def _is_shown(record: Row, value: Row) -> bool:
    if record["kind"] == "period_journal":
        place = (value["journal_id"], value["period_id"])
        return place == (record["journal_id"], record["period_id"])
    return record["kind"] == "class_journal" or not value["place"].startswith("cell/")


def shown_acts(evidence: Evidence, record: Row) -> list[Row]:
    """The acts that a record shows: those that concern it, up to the last one that its snapshot names."""
    named = {one["record"] for one in evidence.frozen(record["id"])["corrections"]}
    concerning = [
        act
        for act in acts_of(evidence, record["class_id"])
        if any(_is_shown(record, value) for value in values_of(evidence, act))
    ]
    last = max((act["seq"] for act in concerning if record_of(evidence, act)["id"] in named), default=0)
    return [act for act in concerning if act["seq"] <= last]


def corrections(evidence: Evidence, record: Row) -> list[dict[str, Any]]:
    """The member of a snapshot."""
    return [_correction(evidence, act) for act in shown_acts(evidence, record)]


def _correction(evidence: Evidence, act: Row) -> dict[str, Any]:
    own = record_of(evidence, act)
    snapshot = evidence.one("snapshot", record_id=own["id"])
    index = evidence.one("log_event", id=snapshot["event_id"])["idx"]
    facts = {name: act[name] for name in ("kind", "number", "date")}
    return {"record": own["id"], **facts, "digest": snapshot["digest"], "index": index}


def amended(evidence: Evidence, record: Row, pupil: str) -> dict[str, Any]:
    """The member of a pupil's element; none where no act changed anything."""
    found = [
        {
            "place": value["place"],
            "subject": value["journal_id"] and evidence.one("journal", id=value["journal_id"])["subject_id"],
            **{name: value[name] for name in ("what", "before", "after")},
            "act": record_of(evidence, act)["id"],
        }
        for act in shown_acts(evidence, record)
        for value in values_of(evidence, act)
        if value["pupil_id"] == pupil and _is_shown(record, value)
    ]
    return {"amended": found} if found else {}


def standing(evidence: Evidence, record: Row) -> Evidence:
    """The evidence in which the acts that a record shows are the newest versions."""
    last = max((act["seq"] for act in shown_acts(evidence, record)), default=0)
    more = defaultdict[str, list[Row]](list)
    for act in acts_of(evidence, record["class_id"]):
        for value in values_of(evidence, act) if act["seq"] <= last else ():
            table, row = _version(act, value)
            more[table].append(row)
    return replace(evidence, tables={name: [*rows, *more[name]] for name, rows in evidence.tables.items()})


def _version(act: Row, value: Row) -> tuple[str, Row]:
    spot, _, where = value["place"].partition("/")
    row = {
        **{name: value[name] for name in ("school_id", "journal_id", "period_id", "pupil_id")},
        **{"class_id": act["class_id"], "seq": _NEWER + act["seq"], "value": value["after"]},
        **{"author_id": act["author_id"], "at": act["at"]},
    }
    if spot == "cell":
        return "mark_version", {**row, "column_id": where}
    if spot == "decision":
        return "council_decision", {**row, "protocol": act["number"], "protocol_date": act["date"]}
    return ("year_mark", {**row, "kind": spot}) if spot in _OF_YEAR else ("period_mark", row)


def judge_amendments(evidence: Evidence) -> Iterator[str]:
    """Acts out of order, without their record, not carried out, or of another content than their record."""
    for of_class in evidence.tables["school_class"]:
        acts = acts_of(evidence, of_class["id"])
        if [act["seq"] for act in acts] != list(range(1, len(acts) + 1)):
            yield f"the acts of {of_class['id']} are not numbered from 1"
        for act in acts:
            yield from _carried_out(evidence, act)
            yield from _told(evidence, act)


def _carried_out(evidence: Evidence, act: Row) -> Iterator[str]:
    kinds = ("summary_sheet",) if act["kind"] == "supplement" else None
    asked = [
        row for kind in ("period_journal", "class_journal", "summary_sheet") for row in evidence.live(kind)
    ]
    for record in asked:
        concerns = any(_is_shown(record, value) for value in values_of(evidence, act))
        wanted = (
            record["class_id"] == act["class_id"] and concerns and record["kind"] in (kinds or record["kind"])
        )
        if wanted and record_of(evidence, act)["id"] not in {
            c["record"] for c in corrections(evidence, record)
        }:
            yield f"{record['title']}, revision {record['revision']}, does not show act {act['number']}"


def _told(evidence: Evidence, act: Row) -> Iterator[str]:
    body = json.loads(evidence.one("snapshot", record_id=record_of(evidence, act)["id"])["body"])
    written = [
        (pupil["id"], *(change[name] for name in ("place", "what", "before", "after", "reason")))
        for pupil in body["pupils"]
        for change in pupil["changes"]
    ]
    kept = [
        tuple(value[name] for name in ("pupil_id", "place", "what", "before", "after", "reason"))
        for value in values_of(evidence, act)
    ]
    facts = {**{name: act[name] for name in ("number", "date", "basis")}, "author": act["author_id"]}
    facts["decided_by"] = act["decided_by"] or None
    if sorted(written) != sorted(kept) or body["amendment"] != facts:
        yield f"act {act['number']} is not what its record says"
