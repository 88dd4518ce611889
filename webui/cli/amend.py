"""Commands behind a cutoff: correct (an act mends an error), supplement (a protocol adds a later result)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import CONSOLE, Actor, Role
from records.amendments.model import AmendmentKind, Draft
from records.amendments.roll import Said, find
from records.amendments.standing import read_roll
from records.errors import NotFoundError
from records.registers.record import get_record
from records.school.staff import holder
from records.school.tables import Person
from records.times import local
from retention.amending import Carried, amend, rehearse
from retention.workshop import Workshop
from webui.cli.changes import changes_from, typed_changes
from webui.cli.context import find_class, installation, now, say_json, show_progress
from webui.installation import Installation
from webui.jobs import WORKERS, LocalRunner

_DAY = click.DateTime(formats=["%d.%m.%Y", "%Y-%m-%d"])
_OPTIONS = (
    click.option("--class", "name", required=True, help="Класс, например 9А."),
    click.option("--year", help="Учебный год, например 2025/2026; по умолчанию последний."),
    click.option("--number", required=True, help="Номер акта или протокола."),
    click.option("--date", "day", required=True, type=_DAY, help="Его дата, дд.мм.гггг."),
    click.option("--basis", required=True, help="Основание; обучающихся в нём не называйте."),
    click.option("--decided-by", default="", help="Кто решил: комиссия, педагогический совет."),
    click.option(
        "--change",
        "typed",
        multiple=True,
        help="«Обучающийся; предмет; за что; стало; причина»; можно несколько раз. За что: номер или название "
        "периода, год, экзамен, итоговая, решение, дата урока [вид работы].",
    ),
    click.option(
        "--from", "table", type=click.Path(path_type=Path), help="Таблица .xlsx или CSV с этими столбцами."
    ),
    click.option(
        "--as", "login", help="Фамилия, имя, отчество того, кто вносит; иначе заместитель директора."
    ),
    click.option("--check", "only_check", is_flag=True, help="Проверить и ничего не записать."),
    click.option("--json", "as_json", is_flag=True, help="Ответ в JSON."),
    click.option("--workers", default=WORKERS, show_default=True, help="Рабочих процессов."),
)


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@_with_options
def correct(**given: object) -> None:
    """Исправить ошибку за чертой закрытия: акт, его подписи и новые редакции записей."""
    _run(AmendmentKind.CORRECTION, **given)  # type: ignore[arg-type]


@click.command()
@_with_options
def supplement(**given: object) -> None:
    """Внести результат, который появился после закрытия года: экзамен, пересдача, решение совета."""
    _run(AmendmentKind.SUPPLEMENT, **given)  # type: ignore[arg-type]


def _run(
    kind: AmendmentKind,
    name: str,
    year: str | None,
    number: str,
    day: datetime,
    basis: str,
    decided_by: str,
    typed: tuple[str, ...],
    table: Path | None,
    login: str | None,
    only_check: bool,
    as_json: bool,
    workers: int,
) -> None:
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    said = [*typed_changes(typed), *(changes_from(table) if table else [])]
    of_class = find_class(workshop, name, year)
    with workshop.transaction() as session:
        roll = read_roll(session, workshop.school, of_class.id)
        actor = Actor(_author(session, workshop, login, at), CONSOLE, workshop.school)
    changes = tuple(find(one, roll) for one in said)
    words = (_tidy(number), day.date(), _tidy(basis), _tidy(decided_by))
    draft = Draft(kind, of_class.id, *words, changes)
    if only_check:
        rehearse(workshop, actor, draft, at)
        _say_checked(said, as_json)
        return
    with LocalRunner(opened.environment, show_progress, workers) as runner:
        _say(opened, amend(workshop, runner, actor, draft, at), as_json)


def _tidy(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


def _author(session: Session, workshop: Workshop, login: str | None, at: datetime) -> str:
    """The id of the person who enters the act. Raises NotFoundError."""
    if login is None:
        on = local(at, workshop.zone(session)).date()
        return holder(session, workshop.school, Role.DEPUTY_HEAD, on)
    person = session.scalar(
        select(Person.id).where(Person.school_id == workshop.school, Person.name == login)
    )
    if person is None:
        raise NotFoundError(
            "amend.person_unknown", f"Сотрудника «{login}» нет.", f"there is no person {login!r}"
        )
    return person


def _say_checked(said: list[Said], as_json: bool) -> None:
    if as_json:
        say_json({"changes": len(said), "stored": False})
    else:
        click.echo(f"Всё верно, изменений: {len(said)}. Ничего не записано.")


def _say(opened: Installation, carried: Carried, as_json: bool) -> None:
    with opened.workshop.transaction() as session:
        rows = [get_record(session, opened.workshop.school, r) for r in (carried.record, *carried.issued)]
    if as_json:
        say_json([{"id": r.id, "kind": r.kind, "title": r.title, "revision": r.revision} for r in rows])
        return
    act, *issued = rows
    click.echo(f"{act.id}  {act.title}: подписано и сохранено.")
    for row in issued:
        click.echo(f"{row.id}  {row.title}, редакция {row.revision}, взамен {row.replaces_id}")


COMMANDS = (correct, supplement)
