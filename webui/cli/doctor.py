"""The command of the doctor: what is weak in settings, files, disks, database, log and accounts, and what to do.

It says and never mends; what is wrong in the records themselves `letopis verify` finds.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final

import click

from records.errors import Language
from webui.cli.context import environment, say_json
from webui.health.examine import examine
from webui.health.finding import Finding, Weight
from webui.health.storage import Room

_MARK: Final = {
    Weight.BAD: {"ru": "ПЛОХО", "en": "BAD"},
    Weight.WEAK: {"ru": "слабо", "en": "weak"},
}
_TODO: Final = {"ru": "Что делать: ", "en": "What to do: "}
_WELL: Final = {"ru": "Замечаний нет.", "en": "Nothing to remark."}
_SUM: Final = {"ru": "Плохо: {bad}; слабо: {weak}.", "en": "Bad: {bad}; weak: {weak}."}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Отчёт в JSON.")
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Осмотреть установку: настройки, права файлов, диски, база данных, журнал событий, учётные записи."""
    here = environment()
    found = examine(here, os.environ, Room())
    counted = {weight.value: sum(one.weight is weight for one in found) for weight in Weight}
    if as_json:
        say_json({"findings": [one.json(here.language) for one in found], **counted})
    else:
        click.echo(_words(found, counted, here.language))
    context.exit(1 if counted[Weight.BAD.value] else 0)


def _words(found: Sequence[Finding], counted: dict[str, int], language: Language) -> str:
    if not found:
        return _WELL[language]
    return "\n".join([*(_line(one, language) for one in found), _SUM[language].format(**counted)])


def _line(one: Finding, language: Language) -> str:
    head = f"{_MARK[one.weight][language]:<6} {one.where}  [{one.code}]\n       {one.what(language)}"
    todo = one.todo(language)
    return f"{head}\n       {_TODO[language]}{todo}\n" if todo else f"{head}\n"


COMMANDS = (doctor,)
