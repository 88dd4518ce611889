"""The command `letopis power`: whether a machine-readable power of attorney (МЧД) holds, by the trust of this school.

It reads two files, keeps nothing and asks no registry. signing/power.py and power_signature.py say what is checked.
"""

from __future__ import annotations

from pathlib import Path

import click

from records.digest import Json
from records.errors import InputError
from records.times import local
from retention.paths import printable
from signing.power import Power
from signing.power_signature import check_in_force, check_power, check_representative
from webui.cli.context import installation, now, say_json
from webui.cli.given import read_given


@click.group()
def power() -> None:
    """Машиночитаемые доверенности (МЧД): проверить файл и его подпись."""


@power.command()
@click.argument("xml", type=click.Path(path_type=Path))
@click.argument("signature", type=click.Path(path_type=Path))
@click.option("--person", help="Кому должна быть выдана: фамилия, имя, отчество.")
@click.option("--json", "as_json", is_flag=True, help="Отчёт в JSON.")
def check(xml: Path, signature: Path, person: str | None, as_json: bool) -> None:
    """Проверить доверенность (XML) и её отсоединённую подпись; ничего не сохраняется."""
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    found = check_power(_given(xml), _given(signature), workshop.authority.outside, at)
    with workshop.reading() as session:
        day = local(at, workshop.zone(session)).date()
    check_in_force(found, day)
    if person is not None:
        check_representative(found, person)
    if as_json:
        say_json(_json(found))
    else:
        click.echo(_words(found))


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
            "Отозвана ли она, знает только реестр ФНС: m4d.nalog.gov.ru.",
        )
    )


def _json(found: Power) -> Json:
    of = found.principal
    return {
        "format": found.format,
        "number": found.number,
        "issued": found.issued.isoformat(),
        "until": found.until.isoformat(),
        "principal": {"name": of.name, "inn": of.inn, "ogrn": of.ogrn},
        "representative": found.representative,
        "granted": [{"code": one.code, "text": one.text} for one in found.granted],
    }


COMMANDS = (power,)
