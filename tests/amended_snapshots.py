"""Snapshots of acts, and of what is issued anew for them, from the sample workbook: a correction, then a supplement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from records.digest import sha256
from tests.snapshots import DEPUTY, ZEROS, common, period_journal, read_book, record_id, subject_of
from tests.year_snapshots import class_journal, summary_sheet

ACT, PROTOCOL = "u".ljust(20, "q"), "v".ljust(20, "q")
CORRECTION = {
    "record": ACT,
    "kind": "correction_act",
    "number": "7",
    "date": "2026-06-20",
    "digest": sha256(b"act"),
    "index": 812,
}
SUPPLEMENT = {
    "record": PROTOCOL,
    "kind": "supplement",
    "number": "3",
    "date": "2026-06-25",
    "digest": sha256(b"protocol"),
    "index": 840,
}
BASIS = "заявление учителя от 19.06.2026"
REASON = "ошибка переноса из тетради контрольных работ"
SUBJECT: Mapping[str, Any] = subject_of(read_book().sheets[0])[0]


def correction_act() -> dict[str, Any]:
    """An act on a lesson's mark and the period mark of the first subject."""
    changes = [
        _change("cell/c2", "урок 01.09.2025, КР", "4", "5", REASON),
        _change("period/per1", "I четверть", "4", "5", "следует из предыдущего"),
    ]
    return _act("correction_act", ACT, "2026-06-20T15:00:00Z", "7", None, changes)


def supplement() -> dict[str, Any]:
    """A protocol with the result of an examination."""
    changes = [_change("exam", "экзамен", "", "5", "")]
    return _act("supplement", PROTOCOL, "2026-06-25T15:00:00Z", "3", "экзаменационная комиссия", changes)


def _change(place: str, what: str, before: str, after: str, reason: str) -> dict[str, Any]:
    identity = None if place == "decision" else SUBJECT["id"]
    facts = {"place": place, "subject": identity, "what": what}
    return {**facts, "before": before, "after": after, "reason": reason}


def _act(
    kind: str, record: str, at: str, number: str, decided_by: str | None, changes: list[dict[str, Any]]
) -> dict[str, Any]:
    pupil = read_book().pupils[0]
    return {
        **common(kind, record, at),
        "cutoff": None,
        "amendment": {
            "number": number,
            "date": at[:10],
            "basis": BASIS,
            "decided_by": decided_by,
            "author": DEPUTY,
        },
        "teacher": f"p-{read_book().sheets[0].teacher}",
        "subjects": [SUBJECT],
        "touches": [
            {
                "record": "s".ljust(20, "q"),
                "kind": "summary_sheet",
                "title": "Сводная ведомость 9А, 2025/2026",
                "revision": 1,
                "digest": sha256(b"sheet"),
            }
        ],
        "pupils": [
            {
                "id": f"pupil{pupil[0]}",
                "name": pupil[1],
                "ordinal": 1,
                "changes": changes,
                "salt": ZEROS,
                "leaf": ZEROS,
            }
        ],
    }


def anew(snapshot: dict[str, Any], record: str, *acts: dict[str, Any]) -> dict[str, Any]:
    """The second revision of a snapshot: the first pupil's values as the acts say."""
    before = snapshot["record"]["id"]
    first, *others = snapshot["pupils"]
    changes = [
        {
            **{name: one[name] for name in ("place", "subject", "what", "before", "after")},
            "act": act["record"],
        }
        for act, made in zip(acts, (correction_act(), supplement()), strict=False)
        for one in made["pupils"][0]["changes"]
        if _stands_in(snapshot, one["place"])
    ]
    return {
        **snapshot,
        "record": {"id": record, "revision": 2, "replaces": before},
        "as_of": "2026-06-25T15:00:00Z",
        "corrections": list(acts),
        "pupils": [{**first, "amended": changes}, *others],
    }


def _stands_in(snapshot: Mapping[str, Any], place: str) -> bool:
    kind = snapshot["kind"]
    if kind == "period_journal":
        return place.startswith(("cell/", "period/"))
    return kind == "class_journal" or not place.startswith("cell/")


def period_journal_anew() -> dict[str, Any]:
    """The first subject's first quarter after the act."""
    return anew(period_journal(), record_id(0, 1)[:-1] + "z", CORRECTION)


def summary_sheet_anew() -> dict[str, Any]:
    """The summary sheet after both."""
    return anew(summary_sheet(), "s".ljust(19, "q") + "z", CORRECTION, SUPPLEMENT)


def class_journal_anew(renditions: Mapping[str, bytes]) -> dict[str, Any]:
    """The class journal after both."""
    return anew(class_journal(renditions), "k".ljust(19, "q") + "z", CORRECTION, SUPPLEMENT)
