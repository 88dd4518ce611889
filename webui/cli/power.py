"""The command `letopis power`: the register of machine-readable powers of attorney (МЧД), and whether a file holds.

What is checked signing/power.py and power_signature.py say; no registry is asked. A power is kept as it was given.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from records.actor import system_actor
from records.digest import Json
from records.errors import InputError
from records.times import local, rfc3339
from retention.paths import printable
from retention.publication import publish
from signing.power import Power, Principal
from signing.power_register import register_power, revoke_power
from signing.power_signature import check_in_force, check_organisation, check_power, check_representative
from webui.cli.context import installation, now, say_json
from webui.cli.given import read_given
from webui.cli.sign import person_named
from webui.keys.powers import Listed, listed_powers

_REGISTRY: Final = "Отозвана ли она, знает только реестр ФНС: m4d.nalog.gov.ru."


@click.group()
def power() -> None:
    """Машиночитаемые доверенности (МЧД): проверить файл, внести в реестр школы, отозвать."""


@power.command()
@click.argument("xml", type=click.Path(path_type=Path))
@click.argument("signature", type=click.Path(path_type=Path))
@click.option("--person", help="Кому должна быть выдана: фамилия, имя, отчество.")
@click.option("--json", "as_json", is_flag=True, help="Отчёт в JSON.")
def check(xml: Path, signature: Path, person: str | None, as_json: bool) -> None:
    """Проверить доверенность (XML) и её отсоединённую подпись; ничего не сохраняется."""
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    found, _ = check_power(_given(xml), _given(signature), workshop.authority.outside, at)
    with workshop.reading() as session:
        day, ogrn = local(at, workshop.zone(session)).date(), workshop.policy(session).ogrn
    check_organisation(found, ogrn)
    check_in_force(found, day)
    if person is not None:
        check_representative(found, person)
    if as_json:
        say_json(_json(found))
    else:
        click.echo(_words(found))


@power.command()
@click.argument("person")
@click.argument("xml", type=click.Path(path_type=Path))
@click.argument("signature", type=click.Path(path_type=Path))
def add(person: str, xml: Path, signature: Path) -> None:
    """Внести доверенность сотрудника (фамилия, имя, отчество), если она верна и её срок идёт."""
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    files, whose = (_given(xml), _given(signature)), person_named(workshop, person).person
    actor = system_actor("administrator", workshop.school)
    with workshop.transaction() as session:
        outside = workshop.authority.outside
        row = register_power(session, actor, outside, whose, files, at, workshop.entropy)
        number, until = row.number, row.until
    publish(workshop, at)
    click.echo(f"Доверенность {number} внесена: {printable(person)}, по {until:%d.%m.%Y}.\n{_REGISTRY}")


@power.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Отчёт в JSON.")
def list_powers(as_json: bool) -> None:
    """Показать доверенности школы: чьи, по какой день, какие отозваны."""
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    found = listed_powers(workshop, at)
    if as_json:
        say_json({"powers": [_listed_json(one) for one in found]})
        return
    with workshop.reading() as session:
        zone = workshop.zone(session)
    for one in found:
        click.echo(_listed_words(one, zone))
    if not found:
        click.echo("Доверенностей нет.")


@power.command()
@click.argument("number")
@click.option("--reason", required=True, help="Почему по ней больше не подписывают.")
def revoke(number: str, reason: str) -> None:
    """Отозвать доверенность здесь: подписанное раньше остаётся действительным."""
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    actor = system_actor("administrator", workshop.school)
    with workshop.transaction() as session:
        row = revoke_power(session, actor, number, reason, at, workshop.entropy)
        said = f"Доверенность {row.number} отозвана: {row.revoked_why}."
    publish(workshop, at)
    click.echo(said)


def _listed_words(one: Listed, zone: str) -> str:
    row = one.row
    by = f", выдана: {printable(one.given_by.name)}, ОГРН {one.given_by.ogrn}" if one.given_by else ""
    term = f"с {row.issued:%d.%m.%Y} по {row.until:%d.%m.%Y}"
    return f"{row.number}  {one.name}, {term}{by}{_ended(one, zone)}"


def _ended(one: Listed, zone: str) -> str:
    if one.row.revoked_at:
        return f" — отозвана {local(one.row.revoked_at, zone):%d.%m.%Y}: {one.row.revoked_why}"
    return "" if one.holds else " — срок прошёл"


def _listed_json(one: Listed) -> Json:
    row = one.row
    return {
        "number": row.number,
        "person": one.name,
        "principal": _principal_json(one.given_by) if one.given_by else None,
        "issued": row.issued.isoformat(),
        "until": row.until.isoformat(),
        "registered_at": rfc3339(row.registered_at),
        "revoked_at": rfc3339(row.revoked_at) if row.revoked_at else None,
        "revoked_why": row.revoked_why,
        "holds": one.holds,
    }


def _principal_json(of: Principal) -> Json:
    return {"name": of.name, "inn": of.inn, "ogrn": of.ogrn}


def _given(path: Path) -> bytes:
    try:
        return read_given(path)
    except OSError as error:
        raise InputError(
            "power.file",
            f"Файл {printable(str(path))} не читается или больше 1 МБ.",
            f"the file {printable(str(path))} cannot be read, or is larger than 1 MB",
        ) from error


def _words(found: Power) -> str:
    of = found.principal
    return "\n    ".join(
        (
            f"Доверенность {found.number}, формат {found.format}: подпись верна, срок идёт.",
            f"выдана {found.issued:%d.%m.%Y}, действует по {found.until:%d.%m.%Y}",
            f"кем: {printable(of.name)}, ИНН {of.inn}, ОГРН {of.ogrn}",
            f"кому: {printable(found.representative)}",
            *(f"полномочие: {printable(f'{one.code} {one.text}'.strip())}" for one in found.granted),
            _REGISTRY,
        )
    )


def _json(found: Power) -> Json:
    return {
        "format": found.format,
        "number": found.number,
        "issued": found.issued.isoformat(),
        "until": found.until.isoformat(),
        "principal": _principal_json(found.principal),
        "representative": found.representative,
        "granted": [{"code": one.code, "text": one.text} for one in found.granted],
    }


COMMANDS = (power,)
