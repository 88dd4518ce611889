"""How `letopis compromise list` tells of cases: words, JSON or CSV, and the exact command of a wanted act.

Values in, lines out; it reads nothing.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import click

from records.compromise.facts import CaseFacts, CaseFile, OperationFacts, WantedChange
from records.compromise.papers import DEEDS, REMEDIES, WORTH
from records.compromise.rules import Duty
from records.digest import Json
from records.lifecycle import CompromiseState
from records.sheets import Cell
from records.times import rfc3339, russian_date
from webui.cli.context import say_json
from webui.cli.form import Form, say_csv

Said = Callable[[datetime], str]

_CASES = ("Приказ", "Учётная запись", "Владелец", "Сообщено", "Состояние", "Ждут ответа", "Ответить до")
_OPERATIONS = ("Операция", "Когда", "Что", "Где", "Было", "Стало", "Состояние", "Что сделано")
_STATES = {
    CompromiseState.OPEN: "доступ закрыт",
    CompromiseState.RESTORED: "доступ возобновлён",
    CompromiseState.CLOSED: "закончено",
}


def say_cases(form: Form, cases: Sequence[CaseFacts], said: Said) -> None:
    """The cases, the newest first."""
    if form is Form.JSON:
        say_json([_case_json(case) for case in cases])
    elif form is Form.CSV:
        say_csv(_CASES, [_case_cells(case, said) for case in cases])
    else:
        for case in cases:
            due = russian_date(case.due[Duty.ANSWER])
            click.echo(f"{case.number}  {case.owner_name} ({case.login}), {_STATES[case.state]}")
            click.echo(f"    сообщено {said(case.reported_at)}; ждут ответа: {case.waiting}, до {due}")
        if not cases:
            click.echo("Сообщений нет.")


def say_file(form: Form, file: CaseFile, said: Said) -> None:
    """A case with its operations and the acts that it asks for."""
    if form is Form.JSON:
        operations = [_operation_json(one) for one in file.operations]
        acts: list[Json] = [_act_json(one) for one in file.changes]
        say_json({**_case_json(file.case), "operations": operations, "acts": acts})
    elif form is Form.CSV:
        say_csv(_OPERATIONS, [_operation_cells(one, said) for one in file.operations])
    else:
        _say_words(file, said)


def _say_words(file: CaseFile, said: Said) -> None:
    say_cases(Form.WORDS, [file.case], said)
    for one in file.operations:
        done = f" — {REMEDIES[one.remedy]}" if one.remedy else ""
        written = f": «{one.before or 'пусто'}» → «{one.value or 'пусто'}»" if one.value or one.before else ""
        click.echo(f"{said(one.at)}  {DEEDS[one.deed]}, {one.where or one.kind}{written}")
        click.echo(f"    {WORTH[one.state]}{done}  [{one.reference}]")
    for line in _acts(file.changes):
        click.echo(line)


def _acts(changes: Sequence[WantedChange]) -> Iterator[str]:
    """A command a class: number, date and basis are the school's to give."""
    left = [change for change in changes if not change.mended]
    if left:
        yield "Нужен акт об исправлении (номер, дату и основание подставьте свои):"
    for class_name, year in sorted({(change.class_name, change.year) for change in left}):
        words = ["letopis", "correct", "--class", class_name, "--year", year]
        of_class = [
            change.change for change in left if (change.class_name, change.year) == (class_name, year)
        ]
        yield "  " + shlex.join([*words, *(part for text in of_class for part in ("--change", text))])


def _case_cells(case: CaseFacts, said: Said) -> tuple[Cell, ...]:
    names = (case.number, case.login, case.owner_name)
    return (*names, said(case.reported_at), _STATES[case.state], case.waiting, case.due[Duty.ANSWER])


def _operation_cells(one: OperationFacts, said: Said) -> tuple[Cell, ...]:
    where = (one.reference, said(one.at), DEEDS[one.deed], one.where or one.kind)
    return (*where, one.before, one.value, WORTH[one.state], REMEDIES[one.remedy] if one.remedy else "")


def _case_json(case: CaseFacts) -> dict[str, Json]:
    moments = case.moments
    return {
        "id": case.id,
        "order": case.number,
        "login": case.login,
        "owner": case.owner_name,
        "state": case.state.value,
        "since": rfc3339(moments.since),
        "void_from": rfc3339(moments.void_from) if moments.void_from else None,
        "reported": rfc3339(case.reported_at),
        "waiting": case.waiting,
        "due": {duty.value: day.isoformat() for duty, day in case.due.items()},
    }


def _operation_json(one: OperationFacts) -> Json:
    return {
        "operation": one.reference,
        "deed": one.deed.value,
        "at": rfc3339(one.at),
        "where": one.where,
        "before": one.before,
        "after": one.value,
        "verdict": one.verdict.value,
        "state": one.state.value,
        "remedy": one.remedy.value if one.remedy else None,
    }


def _act_json(one: WantedChange) -> Json:
    return {
        "class": one.class_name,
        "year": one.year,
        "change": one.change,
        "standing": one.standing,
        "wanted": one.wanted,
        "mended": one.mended,
    }
