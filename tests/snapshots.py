"""Snapshot v1 values for tests, read from the sample workbook with openpyxl; salts and leaves are zeros.

A test helper: the real snapshots come from records/closing/snapshot.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

SAMPLE = Path(__file__).parent / "samples" / "9А-2025-2026.xlsx"
ABSENCES = {"н", "б", "у"}
ZEROS = "0" * 64
WORK_KINDS = {
    "У": "Устный ответ",
    "СР": "Самостоятельная работа",
    "КР": "Контрольная работа",
    "ПР": "Практическая работа",
    "ДЗ": "Домашнее задание",
}
ROLES = {
    "teacher": "Учитель",
    "deputy_head": "Заместитель директора",
    "class_teacher": "Классный руководитель",
    "director": "Директор",
}
DEPUTY = "p-deputy"
DIRECTOR = "p-director"


@dataclass(frozen=True)
class Sheet:
    """A subject's sheet: name, teacher, dated columns, marks of each pupil, lessons."""

    name: str
    teacher: str
    columns: list[tuple[int, Any, str]]
    rows: list[list[Any]]
    lessons: list[list[Any]]


@dataclass(frozen=True)
class Book:
    """The workbook: the class, its periods and pupils, and a sheet a subject."""

    school: str
    class_name: str
    year: str
    class_teacher: str
    periods: list[tuple[str, datetime, datetime]]
    pupils: list[list[Any]]
    sheets: list[Sheet]


@lru_cache(maxsize=1)
def read_book() -> Book:
    """The sample workbook of 9А."""
    workbook = load_workbook(SAMPLE, read_only=False, data_only=True)
    rows: list[list[Any]] = [list(row) for row in workbook["Класс"].iter_rows(values_only=True)]
    periods = [(row[0], row[1], row[2]) for row in rows if isinstance(row[1], datetime)]
    pupils = [row for row in rows if isinstance(row[0], int)]
    sheets = [_read_sheet(sheet) for sheet in workbook.worksheets if sheet.title != "Класс"]
    return Book(rows[0][1], rows[1][1], rows[2][1], rows[3][1], periods, pupils, sheets)


def _read_sheet(sheet: Any) -> Sheet:
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    columns = [(i, rows[5][i], rows[6][i]) for i in range(2, len(rows[5])) if rows[5][i] is not None]
    pupils = [row for row in rows[7:] if isinstance(row[0], int)]
    lessons = [row for row in rows[8:] if isinstance(row[0], datetime)]
    return Sheet(rows[1][1], rows[2][1], columns, pupils, lessons)


def iso(value: Any) -> str | None:
    return value.date().isoformat() if isinstance(value, datetime) else None


def membership(pupil: list[Any]) -> dict[str, Any]:
    return {
        "arrived": iso(pupil[4]),
        "arrived_order": pupil[5],
        "left": iso(pupil[6]),
        "left_order": pupil[7],
    }


def periods() -> list[dict[str, Any]]:
    return [
        {"id": f"per{n}", "number": n, "title": t, "kind": "quarter", "starts": iso(a), "ends": iso(b)}
        for n, (t, a, b) in enumerate(read_book().periods, start=1)
    ]


def subject_of(sheet: Sheet) -> tuple[dict[str, Any], dict[str, Any] | None]:
    name, _, group = sheet.name.partition(" (")
    index = [s.name.partition(" (")[0] for s in read_book().sheets].index(name)
    subgroup = {"id": f"g{group[0]}", "name": group.rstrip(")")} if group else None
    return {"id": f"sub{index}", "name": name}, subgroup


def _people() -> dict[str, str]:
    people = {f"p-{s.teacher}": s.teacher for s in read_book().sheets}
    return people | {
        DEPUTY: "Волков Павел Сергеевич",
        DIRECTOR: "Орлова Анна Петровна",
        f"p-{read_book().class_teacher}": read_book().class_teacher,
        "p-substitute": "Кузнецова Татьяна Андреевна",
    }


def common(kind: str, record: str, as_of: str) -> dict[str, Any]:
    book = read_book()
    return {
        "schema": "letopis/snapshot/1",
        "kind": kind,
        "record": {"id": record, "revision": 1, "replaces": None},
        "school": {"id": "school", "name": book.school, "branch": None},
        "class": {"id": "class", "name": book.class_name, "grade": 9},
        "year": {"id": "year", "label": book.year, "starts": "2025-09-01", "ends": "2026-05-26"},
        "zone": {"name": "Europe/Moscow", "offset": "+03:00"},
        "policy": {
            "labels": {"class": "Класс", "pupil": "обучающийся", "class_teacher": "Классный руководитель"},
            "work_kinds": dict(WORK_KINDS),
            "roles": dict(ROLES),
        },
        "as_of": as_of,
        "cutoff": {"by": DEPUTY, "at": as_of, "reason": None},
        "people": _people(),
        "corrections": [],
    }


def record_id(sheet: int, period: int) -> str:
    """The record id of a period journal: subject sheet and period counted from 0 and 1."""
    return f"{'abcdefghijklmnop'[sheet]}{period}".ljust(20, "q")


def period_journal(sheet: int = 0, period: int = 1) -> dict[str, Any]:
    """The snapshot of a subject's period: sheets from 0 (Русский язык), periods from 1."""
    source, span = read_book().sheets[sheet], periods()[period - 1]
    inside = [
        c
        for c in source.columns
        if isinstance(c[1], datetime) and span["starts"] <= iso(c[1]) <= span["ends"]
    ]
    final = next(c[0] for c in source.columns if c[1] == span["title"])
    subject, subgroup = subject_of(source)
    lessons = [row for row in source.lessons if span["starts"] <= iso(row[0]) <= span["ends"]]
    at = f"{span['ends']}T15:00:00Z"
    return {
        **common("period_journal", record_id(sheet, period), at),
        "subgroup": subgroup,
        "subject": subject,
        "teacher": f"p-{source.teacher}",
        "period": span,
        "confirmation": {"by": f"p-{source.teacher}", "at": at, "draft": ZEROS},
        "lessons": [_lesson(n, row) for n, row in enumerate(lessons)],
        "columns": [{"id": f"c{c[0]}", "lesson": f"l{n}", "kind": c[2]} for n, c in enumerate(inside)],
        "pupils": [_marked_pupil(row, inside, final, source.teacher, at) for row in source.rows],
    }


def _lesson(index: int, row: list[Any]) -> dict[str, Any]:
    return {
        "id": f"l{index}",
        "date": iso(row[0]),
        "number": 1,
        "hours": row[1],
        "topic": row[2],
        "homework": row[3],
        "substitute": "p-substitute" if row[4] else None,
    }


def _marked_pupil(row: list[Any], columns: list[Any], final: int, teacher: str, at: str) -> dict[str, Any]:
    pupil = next(p for p in read_book().pupils if p[1] == row[1])
    cells = []
    for index, _, _ in columns:
        if row[index] is not None:
            parts = str(row[index]).split("/")
            absence = [part for part in parts if part in ABSENCES]
            cells.append(
                {
                    "column": f"c{index}",
                    "marks": [part for part in parts if part not in ABSENCES],
                    "absence": absence[0] if absence else None,
                    "author": f"p-{teacher}",
                    "at": at,
                    **({"late": "оп"} if pupil[0] % 9 == 6 and not absence else {}),
                }
            )
    mark = row[final]
    return {
        "id": f"pupil{pupil[0]}",
        "name": row[1],
        "ordinal": row[0],
        "membership": membership(pupil),
        "cells": cells,
        "period_mark": None if mark is None else {"value": str(mark), "author": f"p-{teacher}", "at": at},
        "salt": ZEROS,
        "leaf": ZEROS,
    }
