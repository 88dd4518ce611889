"""Snapshot v1 values of a class's year for tests: class journal and summary sheet, from the sample workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from records.digest import sha256
from tests.households import decision, late, particulars
from tests.snapshots import (
    DEPUTY,
    ZEROS,
    common,
    iso,
    membership,
    periods,
    read_book,
    record_id,
    subject_of,
)


def summary_sheet() -> dict[str, Any]:
    """The snapshot of the year's summary sheet."""
    at = "2026-06-10T09:00:00Z"
    subjects = {subject_of(s)[0]["id"]: subject_of(s)[0] for s in read_book().sheets}
    return {
        **common("summary_sheet", "s".ljust(20, "q"), at),
        "class_teacher": f"p-{read_book().class_teacher}",
        "periods": periods(),
        "subjects": list(subjects.values()),
        "pupils": [
            {
                "id": f"pupil{p[0]}",
                "name": p[1],
                "ordinal": p[0],
                "membership": membership(p),
                "marks": _year_marks(p[1]),
                **(_optional(p)["decision"]),
                "salt": ZEROS,
                "leaf": ZEROS,
            }
            for p in read_book().pupils
        ],
    }


def _optional(pupil: list[Any]) -> dict[str, dict[str, Any]]:
    """Members that not every pupil has: the first of the list has none of them, who left no decision."""
    number, name, left = pupil[0], pupil[1], pupil[6]
    if number == 1:
        return {"particulars": {}, "decision": {}}
    of_council = {} if left else {"decision": decision(number)}
    return {"particulars": particulars(number, name.split()[0]), "decision": of_council}


def _year_marks(name: str) -> list[dict[str, Any]]:
    marks = []
    for sheet in read_book().sheets:
        row = next((r for r in sheet.rows if r[1] == name), None)
        if row is None:
            continue
        by_title = {c[1]: row[c[0]] for c in sheet.columns if isinstance(c[1], str)}
        value = {title: None if mark is None else str(mark) for title, mark in by_title.items()}
        exam = value.get("Экзамен") or ("4" if sheet.name in ("Русский язык", "Алгебра") else None)
        marks.append(
            {
                "subject": subject_of(sheet)[0]["id"],
                "periods": {p["id"]: value[p["title"]] for p in periods() if value.get(p["title"])},
                "year": value.get("Год"),
                "exam": exam,
                "final": value.get("Год"),
            }
        )
    return marks


def class_journal(renditions: Mapping[str, bytes]) -> dict[str, Any]:
    """The snapshot of the class journal over the renditions of its period journals, by record id."""
    at = "2026-06-15T09:00:00Z"
    summary = {p["id"]: p for p in summary_sheet()["pupils"]}
    return {
        **common("class_journal", "k".ljust(20, "q"), at),
        "class_teacher": f"p-{read_book().class_teacher}",
        "periods": periods(),
        "subjects": summary_sheet()["subjects"],
        "journals": [
            {
                "id": f"j{n}",
                "subject": subject_of(s)[0],
                "subgroup": subject_of(s)[1],
                "teacher": f"p-{s.teacher}",
            }
            for n, s in enumerate(read_book().sheets)
        ],
        "sources": [
            _source(n, k, renditions[record_id(n, k)])
            for n in range(len(read_book().sheets))
            for k in range(1, 5)
            if record_id(n, k) in renditions
        ],
        "remarks": [
            {
                "date": "2025-10-02",
                "text": "Темы уроков 15 и 17 сентября внести в журнал, проверить накопляемость отметок.",
                "author": DEPUTY,
                "deadline": "2025-10-06",
                "fulfilled": "2025-10-05",
            },
            {
                "date": "2026-02-11",
                "text": "Оформить запись о замене 23 января.",
                "author": DEPUTY,
                "deadline": "2026-02-13",
                "fulfilled": None,
            },
        ],
        "pupils": [
            {
                "id": f"pupil{p[0]}",
                "name": p[1],
                "ordinal": p[0],
                "birth_date": iso(p[2]),
                "file_no": p[3],
                "membership": membership(p),
                "absences": [
                    {
                        "period": f"per{k}",
                        "lessons": (p[0] * 7 + k) % 19,
                        "lessons_ill": (p[0] + k) % 5,
                        "lessons_excused": k % 3,
                        "days": p[0] % 3,
                        "days_ill": p[0] % 2,
                        **(late(p[0], k) if p[0] > 1 else {}),
                    }
                    for k in range(1, 5)
                ],
                "marks": summary[f"pupil{p[0]}"]["marks"],
                **(_optional(p)["decision"]),
                **(_optional(p)["particulars"]),
                "salt": ZEROS,
                "leaf": ZEROS,
            }
            for p in read_book().pupils
        ],
    }


def _source(sheet: int, period: int, rendition: bytes) -> dict[str, Any]:
    source, span = read_book().sheets[sheet], periods()[period - 1]
    return {
        "record": record_id(sheet, period),
        "journal": f"j{sheet}",
        "period": span["id"],
        "revision": 1,
        "title": f"{source.name}, {span['title']}",
        "digest": sha256(f"{sheet}/{period}".encode()),
        "index": sheet * 4 + period,
        "rendition": {"sha256": sha256(rendition), "size": len(rendition)},
        "signatures": [
            _signature("teacher", f"p-{source.teacher}", source.teacher, f"{span['ends']}T16:00:00Z", "B-LT"),
            _signature("deputy_head", DEPUTY, "Волков Павел Сергеевич", f"{span['ends']}T17:30:00Z", "B-LTA"),
        ],
    }


def _signature(role: str, person: str, name: str, at: str, level: str) -> dict[str, Any]:
    serial = sha256(name.encode())[:24]
    return {
        "role": role,
        "person": person,
        "at": at,
        "level": level,
        "certificate": {
            "sha256": sha256(name.encode()),
            "serial": serial,
            "subject": f"CN={name}",
            "not_before": "2025-08-25T00:00:00Z",
            "not_after": "2026-08-25T00:00:00Z",
        },
    }
