"""The command `letopis compromise`: a leaked password reported, its operations listed, answered, the case closed.

Who acts is named by --as and must hold the right of the site (webui/rights.py); the director when nobody is named. It
decides nothing: webui/compromise/work.py does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import CONSOLE, Actor, Role, system_actor
from records.compromise.cases import find_case, unknown
from records.compromise.facts import CaseFile
from records.compromise.model import Moments, Report
from records.compromise.reading import read_cases, read_file
from records.compromise.rules import Duty
from records.errors import NotFoundError, StateError
from records.lifecycle import OperationState
from records.school.staff import holder
from records.school.tables import Person
from records.times import local, russian_date
from retention.publication import publish
from retention.workshop import Workshop
from webui.accounts.posts import posts_of
from webui.accounts.signing_in import find
from webui.cli.accounts import say_password
from webui.cli.cases import say_cases, say_file
from webui.cli.context import installation, now
from webui.cli.form import Form, report_form
from webui.cli.output import Overwriting, reserved
from webui.compromise import work
from webui.compromise.given import read_moment
from webui.compromise.printing import CasePaper, print_paper
from webui.rights import Permission, Reach, reach

_FILES: Final = {CasePaper.NOTICE: "уведомление.pdf", CasePaper.LIST: "лист-подтверждения.pdf"}
_AS = click.option("--as", "name", help="Кто действует: «Фамилия Имя Отчество»; без него — директор.")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a command works with."""

    workshop: Workshop
    actor: Actor
    at: datetime
    zone: str

    def case(self, number: str) -> str:
        """The id of the case of that order. Raises NotFoundError."""
        with self.workshop.transaction() as session:
            row = find_case(session, self.workshop.school, number)
        if row is None:
            raise unknown(number)
        return row.id

    def file(self, case: str) -> CaseFile:
        """The case with its operations."""
        with self.workshop.transaction() as session:
            return read_file(session, self.actor, case, self.at)

    def said(self, moment: datetime) -> str:
        """The moment by the school's clock."""
        return local(moment, self.zone).strftime("%d.%m.%Y %H:%M")

    def moment(self, text: str | None) -> datetime | None:
        """A moment as it was typed, by the school's clock. Raises InputError."""
        return read_moment(text, self.zone) if text else None

    def waiting(self, case: str) -> tuple[str, ...]:
        """The operations that wait for an answer."""
        found = self.file(case).operations
        return tuple(one.reference for one in found if one.state is OperationState.WAITING)


def _reading() -> _Desk:
    """A desk of nobody, to look at."""
    opened = installation()
    workshop = opened.workshop
    with workshop.transaction() as session:
        zone = workshop.zone(session)
    return _Desk(workshop, system_actor("administrator", workshop.school), now(opened), zone)


def _acting(name: str | None, permission: Permission | None) -> _Desk:
    """A desk of whoever is named. Raises NotFoundError, StateError."""
    desk = _reading()
    with desk.workshop.transaction() as session:
        person = _person(session, desk.workshop, name, desk.at, desk.zone)
        actor = Actor(person, CONSOLE, desk.workshop.school)
        if permission:
            _check_right(session, actor, permission, desk.at, desk.zone)
    return replace(desk, actor=actor)


def _person(session: Session, workshop: Workshop, name: str | None, at: datetime, zone: str) -> str:
    if name is None:
        return holder(session, workshop.school, Role.DIRECTOR, local(at, zone).date())
    query = select(Person.id).where(
        Person.school_id == workshop.school, Person.name == " ".join(name.split())
    )
    found = session.scalar(query)
    if found is None:
        raise NotFoundError(
            "compromise.no_person",
            f"Сотрудника «{name}» нет. Укажите фамилию, имя и отчество полностью.",
            f"there is no member of staff {name!r}; give the full name",
        )
    return found


def _check_right(session: Session, actor: Actor, permission: Permission, at: datetime, zone: str) -> None:
    posts = posts_of(session, actor.school, actor.person, local(at, zone).date())
    if not any(reach(post.role, permission) is Reach.SCHOOL for post in posts):
        raise StateError(
            "compromise.no_right",
            "Это делает директор или администратор. Назовите его: --as «Фамилия Имя Отчество».",
            "the director or an administrator does this; name them with --as",
        )


@click.group()
def compromise() -> None:
    """Пароль узнал посторонний: закрыть доступ, разобрать записи, возобновить доступ."""


@compromise.command()
@click.option("--login", required=True, help="Логин учётной записи.")
@click.option(
    "--since", required=True, help="С какого момента пароль мог знать посторонний: «2025-10-21 11:00»."
)
@click.option("--learned", help="Когда об этом узнали; без него — сейчас.")
@click.option("--told-director", help="Когда сообщили директору.")
@click.option("--told-support", help="Когда сообщили в техническую поддержку.")
@click.option("--order", "number", required=True, help="Номер и дата приказа.")
@click.option("--reason", required=True, help="Что произошло.")
@_AS
def report(
    login: str,
    since: str,
    learned: str | None,
    told_director: str | None,
    told_support: str | None,
    number: str,
    reason: str,
    name: str | None,
) -> None:
    """Сообщить об утечке и сразу закрыть доступ. Повтор с тем же приказом дополняет сообщение."""
    desk = _acting(name, Permission.COMPROMISE_REPORT)
    director, support = desk.moment(told_director), desk.moment(told_support)
    with desk.workshop.transaction() as session:
        account = find(session, desk.workshop.school, login.strip().casefold())
        before = find_case(session, desk.workshop.school, number)
    if account is None:
        raise NotFoundError(
            "compromise.no_login",
            f"Логина «{login}» нет. Список: letopis account list.",
            f"there is no login {login!r}; see 'letopis account list'",
        )
    first = min((told for told in (director, support) if told), default=desk.at)
    known = desk.moment(learned) or (before.learned_at if before else first)
    moments = Moments(read_moment(since, desk.zone), director, support)
    given = Report(account.id, account.person_id, account.login, number, reason, known, moments)
    case = desk.file(work.report(desk.workshop, desk.actor, given, desk.at)).case
    click.echo(f"Доступ закрыт: {login}. Ответить за операции до {russian_date(case.due[Duty.ANSWER])}.")
    click.echo(f"Недействительных: {case.counts.get(OperationState.VOID, 0)}, под сомнением: {case.waiting}.")


@compromise.command(name="list")
@click.argument("number", required=False)
@report_form
def list_command(form: Form, number: str | None) -> None:
    """Показать сообщения или, с номером приказа, операции и нужные акты."""
    desk = _reading()
    if number is None:
        with desk.workshop.transaction() as session:
            say_cases(form, read_cases(session, desk.workshop.school), desk.said)
    else:
        say_file(form, desk.file(desk.case(number)), desk.said)


@compromise.command(name="print")
@click.argument("number")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path(),
    help="Папка; без неё — эта.",
)
@click.option("--force", is_flag=True, help="Заменить файлы, которые уже есть.")
def print_command(number: str, output: Path, force: bool) -> None:
    """Напечатать уведомление владельцу и лист подтверждения операций."""
    desk = _reading()
    case = desk.case(number)
    for paper, name in _FILES.items():
        with reserved(output / name, Overwriting.FORCED if force else Overwriting.REFUSED) as put:
            put(print_paper(desk.workshop, desk.actor, case, paper, desk.at))
        click.echo(str(output / name))
    publish(desk.workshop, desk.at)


@compromise.command()
@click.argument("number")
@click.argument("operations", nargs=-1, metavar="[ОПЕРАЦИЯ]…")
@click.option("--all", "everything", is_flag=True, help="Все, что ждут ответа.")
@click.option("--as", "name", required=True, help="Владелец учётной записи: «Фамилия Имя Отчество».")
def confirm(number: str, operations: tuple[str, ...], everything: bool, name: str) -> None:
    """Подтвердить операции: это делает сам владелец учётной записи."""
    desk = _acting(name, None)
    case = desk.case(number)
    chosen = desk.waiting(case) if everything else operations
    work.confirm(desk.workshop, desk.actor, case, chosen, desk.at)
    click.echo(f"Подтверждено операций: {len(chosen)}.")


@compromise.command()
@click.argument("number")
@click.argument("operations", nargs=-1, metavar="[ОПЕРАЦИЯ]…")
@click.option("--all", "everything", is_flag=True, help="Все, что ждут ответа.")
@click.option("--reason", required=True, help="Почему.")
@_AS
def refuse(number: str, operations: tuple[str, ...], everything: bool, reason: str, name: str | None) -> None:
    """Отклонить операции: отметки отменяются новыми записями или ждут акта. Может и владелец."""
    desk = _acting(name, None)
    case = desk.case(number)
    if desk.file(case).case.owner != desk.actor.person:
        desk = _acting(name, Permission.COMPROMISE_REPORT)
    chosen = desk.waiting(case) if everything else operations
    work.refuse(desk.workshop, desk.actor, case, chosen, reason, desk.at)
    click.echo(f"Отклонено операций: {len(chosen)}.")


@compromise.command()
@click.argument("number")
@_AS
def restore(number: str, name: str | None) -> None:
    """Возобновить доступ: показать временный пароль для владельца."""
    desk = _acting(name, Permission.COMPROMISE_REPORT)
    login, code = work.restore(desk.workshop, desk.actor, desk.case(number), desk.at)
    say_password(login, code)


@compromise.command()
@click.argument("number")
@click.option("--outcome", required=True, help="Чем кончилось.")
@click.option("--despite", default="", help="Почему не будет актов, если они ещё нужны.")
@_AS
def close(number: str, outcome: str, despite: str, name: str | None) -> None:
    """Закончить, когда на все операции отвечено."""
    desk = _acting(name, Permission.COMPROMISE_REPORT)
    work.close(desk.workshop, desk.actor, desk.case(number), outcome, despite, desk.at)
    click.echo(f"Закончено: {number}.")


COMMANDS = (compromise,)
