"""The command `letopis account`: make, list, block and reset accounts, name people to posts, on the server itself.

A real installation begins here: its first director and administrator are named by whoever sets it up (R71). Passwords
are shown once on the terminal and stored nowhere. It decides nothing; webui/accounts does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Actor, Role, system_actor
from records.errors import InputError, NotFoundError
from records.identity import Entropy
from records.school.tables import Person, School
from records.sheets import Cell
from records.times import local
from retention.publication import publish
from webui.accounts import manage, second_factor, staff
from webui.accounts.second_factor import Demand
from webui.accounts.signing_in import find
from webui.accounts.tables import Account
from webui.cli.context import installation, now, say_json
from webui.cli.form import Form, report_form, say_csv

_HEADINGS = ("Логин", "Сотрудник", "Действует", "До", "Ждёт смены пароля", "Второй фактор")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a command works with: a transaction, who acts, when."""

    session: Session
    actor: Actor
    at: datetime
    entropy: Entropy
    today: date


@contextmanager
def _desk() -> Iterator[_Desk]:
    """One transaction of the command; the log is published after it."""
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    with workshop.transaction() as session:
        today = local(at, session.get_one(School, workshop.school).zone).date()
        actor = system_actor("administrator", workshop.school)
        yield _Desk(session, actor, at, workshop.entropy, today)
    publish(workshop, at)


@click.group()
def account() -> None:
    """Учётные записи сайта и должности: создать, закрыть, выдать временный пароль, назначить."""


@account.command(name="list")
@report_form
def list_accounts(form: Form) -> None:
    """Показать сотрудников и их учётные записи."""
    with _desk() as desk:
        lines = manage.accounts(desk.session, desk.actor.school)
    if form is Form.JSON:
        say_json([_json(line) for line in lines])
    elif form is Form.CSV:
        say_csv(_HEADINGS, [_cells(line) for line in lines])
    else:
        for line in lines:
            click.echo(f"{line.login or '—':<24} {line.name}{_state(line)}")


@account.command()
@click.argument("name")
@click.option("--login", default="", help="Логин; если не задан, составится из фамилии.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="Последний день, для проверяющих со стороны."
)
def create(name: str, login: str, until: datetime | None) -> None:
    """Создать учётную запись сотруднику NAME («Фамилия Имя Отчество») и показать временный пароль."""
    with _desk() as desk:
        person = manage.add_person(desk.session, desk.actor.school, name, desk.entropy)
        last = until.date() if until else None
        made, code = manage.create_account(
            desk.session, desk.actor, person, login, last, desk.at, desk.entropy
        )
    say_password(made.login, code)


@account.command()
@click.argument("login")
def block(login: str) -> None:
    """Закрыть учётную запись и закончить её сеансы."""
    with _desk() as desk:
        manage.block(desk.session, desk.actor, _account(desk, login), desk.at, desk.entropy)
    click.echo(f"Закрыта: {login}.")


@account.command()
@click.argument("login")
def unblock(login: str) -> None:
    """Открыть учётную запись снова."""
    with _desk() as desk:
        manage.unblock(desk.session, desk.actor, _account(desk, login), desk.at, desk.entropy)
    click.echo(f"Открыта: {login}.")


@account.command()
@click.argument("login")
def reset(login: str) -> None:
    """Выдать временный пароль вместо пароля и второго фактора."""
    with _desk() as desk:
        code = manage.reset(desk.session, desk.actor, _account(desk, login), desk.at, desk.entropy)
    say_password(login, code)


@account.command()
@click.argument("name")
@click.argument("role", type=click.Choice([role.value for role in Role if role not in staff.NAMED_BY_THINGS]))
@click.option("--order", "order_no", required=True, help="Номер и дата приказа.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Первый день; если не задан, сегодня.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Последний день.")
def appoint(name: str, role: str, order_no: str, since: datetime | None, until: datetime | None) -> None:
    """Назначить сотрудника NAME на должность ROLE по приказу."""
    with _desk() as desk:
        person = _person(desk, name)
        first = since.date() if since else desk.today
        order = staff.Order(person, Role(role), order_no, first, until.date() if until else None)
        staff.appoint(desk.session, desk.actor, frozenset(Role), order, desk.at, desk.entropy)
    click.echo(f"Назначение внесено: {name}, {role}.")


@account.command()
@click.argument("roles", nargs=-1, type=click.Choice([role.value for role in Role]))
@click.option(
    "--by",
    type=click.Choice([Demand.ANY.value, Demand.PASSKEY.value]),
    default=Demand.ANY.value,
    help="second_factor: код из приложения или ключ доступа; passkey: только ключ доступа.",
)
def require(roles: tuple[str, ...], by: str) -> None:
    """Потребовать второй фактор от должностей ROLES, и только от них; без слов — ни от кого."""
    demand, named = Demand(by), frozenset(map(Role, roles))
    with _desk() as desk:
        second_factor.require(desk.session, desk.actor, demand, named, desk.at, desk.entropy)
    what = "Ключ доступа" if demand is Demand.PASSKEY else "Второй фактор"
    click.echo(f"{what} обязателен: {', '.join(sorted(roles)) or 'ни для кого'}.")


def _account(desk: _Desk, login: str) -> Account:
    found = find(desk.session, desk.actor.school, login.strip().casefold())
    if found is None:
        raise NotFoundError(
            "account.no_login",
            f"Логина «{login}» нет. Список: letopis account list.",
            f"there is no login {login!r}; see 'letopis account list'",
        )
    return found


def _person(desk: _Desk, name: str) -> str:
    plain = " ".join(name.split())
    query = select(Person.id).where(Person.school_id == desk.actor.school, Person.name == plain)
    found = desk.session.scalar(query)
    if found is None:
        raise InputError(
            "account.no_person",
            f"Сотрудника «{plain}» нет. Сначала: letopis account create «{plain}».",
            f"there is no member of staff {plain!r}; first: letopis account create",
        )
    return found


def say_password(login: str, code: str) -> None:
    """Tell a one-time password on the terminal, once."""
    click.echo(f"Логин: {login}")
    click.echo(f"Временный пароль: {code}")
    click.echo("Показан один раз, действует три дня; при первом входе владелец придумает свой.", err=True)


def _state(line: manage.AccountLine) -> str:
    if line.account is None:
        return " (нет учётной записи)"
    return "" if line.active else " (закрыта)"


def _cells(line: manage.AccountLine) -> tuple[Cell, ...]:
    told = ["да" if one else "нет" for one in (line.active, line.must_change, line.second_factor)]
    return (line.login, line.name, told[0], line.until, told[1], told[2])


def _json(line: manage.AccountLine) -> dict[str, str | bool | None]:
    return {
        "account": line.account,
        "login": line.login,
        "person": line.person,
        "name": line.name,
        "active": line.active,
        "until": line.until.isoformat() if line.until else None,
        "must_change": line.must_change,
        "second_factor": line.second_factor,
    }


COMMANDS = (account,)
