"""Commands that make an installation and fill it: demo, migrate, import, serve."""

from __future__ import annotations

from pathlib import Path

import click

from records.actor import Actor
from records.db import transaction
from records.digest import sha256
from records.errors import InputError
from records.identity import SystemEntropy
from records.log.audit import EventKind, append_event
from records.school.imports.apply import ImportOutcome, apply
from records.school.imports.model import ImportedClass
from records.school.imports.problems import Problem, Severity
from records.school.imports.reader import read_class
from records.school.imports.workbook import read_sheets
from retention.publication import publish
from webui.cli.context import installation, now, say_json
from webui.demo import make_demo
from webui.installation import Installation
from webui.migrate import migrate
from webui.settings import Environment

SAMPLES = Path(__file__).resolve().parents[2] / "tests" / "samples"
DEMO_CLASSES = ("9А-2025-2026.xlsx", "5Б-2025-2026.xlsx")


@click.command()
@click.option("--empty", is_flag=True, help="Не загружать классы.")
@click.pass_obj
def demo(environment: Environment, empty: bool) -> None:
    """Создать учебную установку: база SQLite, два хранилища, УЦ школы, служба времени, школа с классами."""
    made = make_demo(environment, environment.clock(demo=True).now(), SystemEntropy())
    click.echo(f"Учебная установка {'создана' if made else 'уже есть'}: {environment.data}")
    opened = installation()
    publish(opened.workshop, now(opened))
    if not empty:
        for name in DEMO_CLASSES:
            import_file(opened, SAMPLES / name)


@click.command(name="migrate")
@click.pass_obj
def migrate_command(environment: Environment) -> None:
    """Обновить схему базы данных и восстановить её защиту."""
    migrate(environment.database_owner)
    click.echo("Схема базы данных обновлена, защита на месте.")


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Только проверить, ничего не сохранять.")
@click.option("--json", "as_json", is_flag=True, help="Отчёт в JSON.")
def import_command(files: tuple[Path, ...], check: bool, as_json: bool) -> None:
    """Загрузить заполненные журналы из книг Excel; сохраняется всё или ничего."""
    opened = installation()
    found = [(file, *read_file(opened, file)) for file in files]
    problems = [(file, problem) for file, _, many in found for problem in many]
    if as_json:
        say_json({"problems": [problem_json(file, problem) for file, problem in problems]})
    else:
        for file, problem in problems:
            click.echo(problem_line(file, problem), err=True)
    if any(value is None for _, value, _ in found):
        raise InputError(
            "import.refused",
            "Исправьте указанное и повторите: ничего не сохранено.",
            "mend what is named and repeat: nothing was stored",
        )
    if check:
        click.echo("Проверено: загрузить можно.", err=as_json)
        return
    store(opened, [(file, value) for file, value, _ in found if value])


def import_file(opened: Installation, file: Path) -> None:
    """Import one workbook that is known to be right."""
    value, problems = read_file(opened, file)
    if value is None:
        raise InputError("import.refused", problem_line(file, problems[0]), problem_line(file, problems[0]))
    store(opened, [(file, value)])


def read_file(opened: Installation, file: Path) -> tuple[ImportedClass | None, tuple[Problem, ...]]:
    """What a workbook holds, and what is wrong with it."""
    with opened.workshop.transaction() as session:
        scale = opened.workshop.policy(session).scale
    reading = read_class(read_sheets(file), scale)
    return reading.value, reading.problems


def store(opened: Installation, readings: list[tuple[Path, ImportedClass]]) -> None:
    """Store all the classes in one transaction and log each that changed something."""
    workshop, at = opened.workshop, now(opened)
    actor = Actor("import", "import", workshop.school)
    with transaction(workshop.engine) as session:
        for file, value in readings:
            outcome = apply(session, actor, value, at, workshop.entropy)
            if not outcome.unchanged:
                subject = {
                    "class": value.class_name,
                    "year": value.year_label,
                    "file": sha256(file.read_bytes()),
                }
                kind = EventKind.IMPORT_APPLIED
                append_event(session, workshop.school, kind, actor, at, subject, workshop.entropy)
            click.echo(f"{file.name}: {outcome_line(outcome)}")
            if outcome.other_school:
                click.echo(f"  Внимание: в файле другая школа — {outcome.other_school}.", err=True)
    publish(workshop, at)


# What of an import concerns the reader; the other rows follow from these.
TABLES = {
    "school_class": "классов",
    "pupil": "учеников",
    "journal": "журналов",
    "lesson": "уроков",
    "mark_version": "клеток с отметками",
    "period_mark": "отметок за период",
    "year_mark": "годовых отметок",
    "membership": "записей о движении",
}


def outcome_line(outcome: ImportOutcome) -> str:
    """What an import did, in a line."""
    if outcome.unchanged:
        return "уже загружено, изменений нет"
    parts = []
    for verb, counts in (("новых", outcome.created), ("изменено", outcome.changed)):
        told = [f"{word} {counts[table]}" for table, word in TABLES.items() if counts.get(table)]
        parts += [f"{verb}: {', '.join(told)}"] if told else []
    return "; ".join(parts) or "изменено"


def problem_json(file: Path, problem: Problem) -> dict[str, str]:
    """A problem for programs."""
    return {
        "file": file.name,
        "sheet": problem.sheet,
        "cell": problem.cell,
        "code": problem.code,
        "found": problem.found,
        "expected": problem.expected_ru,
    }


def problem_line(file: Path, problem: Problem) -> str:
    """A problem for people: file, sheet, cell, what was found, what would be right."""
    weight = "Ошибка" if problem.severity is Severity.ERROR else "Заметка"
    return f"{weight}. {file.name}. {problem.text()} [{problem.code}]"


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Порт на 127.0.0.1."
)
def serve(port: int) -> None:
    """Открыть сайт на 127.0.0.1."""
    from webui.app import create_app

    create_app(installation()).run(host="127.0.0.1", port=port)


COMMANDS = (demo, migrate_command, import_command, serve)
