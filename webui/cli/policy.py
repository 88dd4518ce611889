"""The command `letopis policy`: what the school sets of its rules, shown and changed; the same text as the site's page.

A change is checked whole, told as «было → станет» and logged; --check only tells. What is not set has its default.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from records.actor import system_actor
from records.digest import Json
from records.errors import InputError
from records.school.policy_text import changes, read_text, spelled, values
from records.school.policy_writing import change_policy, digest_of
from records.school.tables import School
from retention.paths import printable
from retention.publication import publish
from retention.workshop import Workshop
from webui.cli.context import installation, now
from webui.cli.given import read_given


@click.group()
def policy() -> None:
    """Политика школы: кто и каким ключом подписывает, сроки, шкала отметок."""


@policy.command(name="show")
@click.option("--all", "whole", is_flag=True, help="И то, что действует по умолчанию.")
def show(whole: bool) -> None:
    """Показать, что задала школа (JSON), или с --all всё, что действует."""
    found = _policy(installation().workshop)
    click.echo(spelled(values(found) if whole else found))


@policy.command(name="set")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Только проверить и показать изменения.")
def set_policy(file: Path, check: bool) -> None:
    """Ввести в действие политику из файла (JSON): то, что показывает show, с вашими правками."""
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    before, wanted = _policy(workshop), read_text(_read(file))
    for path, (old, new) in sorted(changes(before, wanted).items()):
        click.echo(f"{path}: {_brief(old)} → {_brief(new)}")
    if check:
        return
    with workshop.transaction() as session:
        actor = system_actor("administrator", workshop.school)
        change_policy(session, actor, wanted, digest_of(before), at, workshop.entropy)
    publish(workshop, at)
    click.echo("Политика изменена и записана в журнал событий.")


def _policy(workshop: Workshop) -> dict[str, Json]:
    with workshop.reading() as session:
        found: dict[str, Json] = json.loads(json.dumps(session.get_one(School, workshop.school).policy))
    return found


def _read(file: Path) -> str:
    try:
        return read_given(file).decode()
    except (OSError, UnicodeDecodeError) as error:
        name = printable(str(file))
        raise InputError(
            "policy.file", f"Файл {name} не читается: {error}.", f"the file {name} cannot be read: {error}"
        ) from error


def _brief(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


COMMANDS = (policy,)
