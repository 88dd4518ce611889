"""Commands that make an installation and fill it: demo, migrate, import, serve."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import available_timezones

import click

from records.actor import Actor
from records.db import close_engine, transaction
from records.digest import sha256
from records.errors import InputError
from records.identity import SystemEntropy
from records.log.audit import EventKind, append_event
from records.school.imports.apply import ImportOutcome, apply
from records.school.imports.bounds import bounded
from records.school.imports.problems import Problem, Severity
from records.school.imports.reader import Reading, read_class
from records.school.imports.workbook import parse_sheets, read_octets
from retention.paths import printable
from retention.publication import publish
from webui.cli.context import environment, installation, now, say_json
from webui.demo import NewSchool, make_demo, make_installation
from webui.installation import Installation
from webui.migrate import migrate
from webui.secrets import make_site_key
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


@click.command()
@click.option("--school", required=True, help="Название школы, как в уставе: оно печатается в документах.")
@click.option("--zone", default="Europe/Moscow", show_default=True, help="Часовой пояс школы.")
@click.pass_obj
def init(environment: Environment, school: str, zone: str) -> None:
    """Создать рабочую установку школы. Дальше: letopis account create, letopis account appoint."""
    new = NewSchool(school_name(school), known_zone(zone), (), demo=False)
    made = make_installation(environment, new, environment.clock(demo=False).now(), SystemEntropy())
    click.echo(f"Рабочая установка {'создана' if made else 'уже есть'}: {environment.data}")
    opened = installation()
    publish(opened.workshop, now(opened))


def school_name(text: str) -> str:
    """The name of a school. Raises InputError."""
    name = " ".join(text.split())
    if not 3 <= len(name) <= 300 or not name.isprintable():
        raise InputError(
            "init.school",
            "Название школы: от 3 до 300 знаков, без невидимых.",
            "the name of the school: 3 to 300 characters, none invisible",
        )
    return name


def known_zone(text: str) -> str:
    """A time zone that is known here. Raises InputError."""
    if text not in available_timezones():
        raise InputError(
            "init.zone",
            f"Часового пояса «{text}» нет. Например: Europe/Moscow, Asia/Yekaterinburg.",
            f"there is no time zone {text!r}; for instance Europe/Moscow, Asia/Yekaterinburg",
        )
    return text


@click.command(name="migrate")
@click.pass_obj
def migrate_command(environment: Environment) -> None:
    """Обновить схему базы данных и восстановить её защиту."""
    migrate(environment.database_owner)
    make_site_key(environment.data, SystemEntropy())
    click.echo("Схема базы данных обновлена, защита на месте.")


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Только проверить, ничего не сохранять.")
@click.option("--json", "as_json", is_flag=True, help="Отчёт в JSON.")
def import_command(files: tuple[Path, ...], check: bool, as_json: bool) -> None:
    """Загрузить заполненные журналы из книг Excel; сохраняется всё или ничего."""
    opened = installation()
    found = [read_file(opened, file) for file in files]
    problems = [(one.file, problem) for one in found for problem in one.reading.problems]
    if as_json:
        say_json({"problems": [problem_json(file, problem) for file, problem in problems]})
    else:
        for file, problem in problems:
            click.echo(problem_line(file, problem), err=True)
    if any(one.reading.value is None for one in found):
        raise InputError(
            "import.refused",
            "Исправьте указанное и повторите: ничего не сохранено.",
            "mend what is named and repeat: nothing was stored",
        )
    if check:
        click.echo("Проверено: загрузить можно.", err=as_json)
        return
    store(opened, found)


def import_file(opened: Installation, file: Path) -> None:
    """Import one workbook that is known to be right."""
    found = read_file(opened, file)
    if found.reading.value is None:
        line = problem_line(file, found.reading.problems[0])
        raise InputError("import.refused", line, line)
    store(opened, [found])


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled workbook: its file, the digest of the bytes that were read, and what they say."""

    file: Path
    digest: str
    reading: Reading


def read_file(opened: Installation, file: Path) -> Filled:
    """What a workbook holds, and what is wrong with it."""
    with opened.workshop.transaction() as session:
        scale = opened.workshop.policy(session).scale
    data = read_octets(file)
    with bounded():
        reading = read_class(parse_sheets(data), scale)
    return Filled(file, sha256(data), reading)


def store(opened: Installation, found: list[Filled]) -> None:
    """Store all the classes in one transaction and log each that changed something."""
    workshop, at = opened.workshop, now(opened)
    actor = Actor("import", "import", workshop.school)
    with transaction(workshop.engine) as session:
        for one in found:
            value = one.reading.value
            if value is None:
                continue
            outcome = apply(session, actor, value, at, workshop.entropy)
            if not outcome.unchanged:
                subject = {"class": value.class_name, "year": value.year_label, "file": one.digest}
                kind = EventKind.IMPORT_APPLIED
                append_event(session, workshop.school, kind, actor, at, subject, workshop.entropy)
            click.echo(f"{printable(one.file.name)}: {outcome_line(outcome)}")
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
    "council_decision": "решений педагогического совета",
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
    return f"{weight}. {printable(file.name)}. {problem.text()} [{problem.code}]"


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Порт на 127.0.0.1."
)
def serve(port: int) -> None:
    """Открыть сайт на 127.0.0.1 и выполнять работы, которые он поручает."""
    from webui import serving
    from webui.work import beside

    # What every process would fail at is refused in words here.
    close_engine(installation().workshop.engine)
    click.echo(f"Сайт: http://127.0.0.1:{port}. Остановить: Ctrl+C.")
    with beside(environment()):
        serving.serve(port)


COMMANDS = (demo, init, migrate_command, import_command, serve)
