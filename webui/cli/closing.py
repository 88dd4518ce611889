"""Commands of the closing chain: readiness, draft, cutoff, close-year."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from records.closing.readiness import Gap, assess, blocking
from records.closing.year_readiness import assess_year
from records.gradebook.reading import JournalKey, people, read_journal
from records.gradebook.year_reading import read_year
from records.school.policy import Policy
from records.school.tables import SchoolClass
from records.sheets import Cell
from retention.closing import close_period, close_year, journal_keys
from retention.lacking import period_key_gaps, year_key_gaps
from retention.steps.draft import print_draft
from retention.workshop import Workshop
from webui.cli.classes import chosen_classes, one_or_all
from webui.cli.context import find_class, find_period, installation, now, say_json, show_progress
from webui.cli.form import Form, report_form, say_csv
from webui.jobs import WORKERS, LocalRunner

_class = click.option("--class", "name", required=True, help="Класс, например 9А.")


_year = click.option("--year", help="Учебный год, например 2025/2026; по умолчанию последний.")
_workers = click.option("--workers", default=WORKERS, show_default=True, help="Рабочих процессов.")


@click.command()
@_class
@_year
@click.option("--period", required=True, type=int, help="Номер четверти или полугодия.")
@click.option("--subject", required=True, help="Предмет.")
@click.option("--output", required=True, type=click.Path(path_type=Path), help="Папка для PDF.")
def draft(name: str, year: str | None, period: int, subject: str, output: Path) -> None:
    """Напечатать черновик журнала за период, каким его увидит учитель."""
    opened = installation()
    of_class = find_class(opened.workshop, name, year)
    of_period = find_period(opened.workshop, of_class, period)
    output.mkdir(parents=True, exist_ok=True)
    for number, key in enumerate(journal_keys(opened.workshop, of_class.id, of_period.id, subject), start=1):
        printed = print_draft(opened.workshop, key, now(opened))
        file = output / f"{of_class.name}-{period}-{subject.replace('/', '-')}-{number}.pdf"
        file.write_bytes(printed.pdf)
        click.echo(f"{file}  sha256 {printed.seen.draft}")


@click.command()
@_class
@_year
@click.option("--period", type=int, help="Номер четверти или полугодия; без него — год.")
@report_form
def readiness(form: Form, name: str, year: str | None, period: int | None) -> None:
    """Чего не хватает до закрытия: что, где, чьё и к какому сроку."""
    opened = installation()
    of_class = find_class(opened.workshop, name, year)
    gaps = _gaps(opened.workshop, of_class, period, now(opened))
    if form is Form.JSON:
        say_json([gap_json(gap, owner, stops) for gap, owner, stops in gaps])
    elif form is Form.CSV:
        say_csv(_HEADINGS, [_gap_cells(gap, owner, stops) for gap, owner, stops in gaps])
    else:
        for gap, owner, stops in gaps:
            mark = "НУЖНО" if stops else "заметка"
            click.echo(f"{mark}: {gap.place} — {gap.ru}. {owner}, срок {gap.due:%d.%m.%Y} [{gap.code}]")
        click.echo(f"Всего: {len(gaps)}, мешает закрытию: {sum(stops for _, _, stops in gaps)}.")
    click.get_current_context().exit(1 if any(stops for _, _, stops in gaps) else 0)


def gap_json(gap: Gap, owner: str, stops: bool) -> dict[str, object]:
    """A gap for programs."""
    return {
        "code": gap.code,
        "place": gap.place,
        "owner": owner,
        "due": gap.due.isoformat(),
        "stops": stops,
        "detail": gap.ru,
    }


_HEADINGS = ("Мешает закрытию", "Где", "Чего не хватает", "Чьё", "Срок", "Код")


def _gap_cells(gap: Gap, owner: str, stops: bool) -> tuple[Cell, ...]:
    return ("да" if stops else "нет", gap.place, gap.ru, owner, gap.due, gap.code)


def _gaps(
    workshop: Workshop, of_class: SchoolClass, number: int | None, at: datetime
) -> list[tuple[Gap, str, bool]]:
    """Every gap with its owner's name, and whether it stops the cutoff."""
    keys: tuple[JournalKey, ...] = ()
    if number is not None:
        keys = journal_keys(workshop, of_class.id, find_period(workshop, of_class, number).id)
    with workshop.transaction() as session:
        policy = workshop.policy(session)
        gaps = (
            tuple(gap for key in keys for gap in _period_gaps(workshop, session, key, policy, at))
            if keys
            else (
                *assess_year(read_year(session, workshop.school, of_class.id), policy.deadlines),
                *year_key_gaps(workshop, session, of_class.id, at),
            )
        )
        names = people(session, workshop.school, {gap.owner for gap in gaps})
    stopping = set(blocking(gaps, policy))
    return [(gap, names[gap.owner], gap in stopping) for gap in gaps]


def _period_gaps(
    workshop: Workshop, session: Session, key: JournalKey, policy: Policy, at: datetime
) -> tuple[Gap, ...]:
    content = read_journal(session, key)
    return (
        *assess(content, policy.deadlines),
        *period_key_gaps(workshop, session, key, content.title, at),
    )


@click.command()
@one_or_all
@_year
@click.option("--period", required=True, type=int, help="Номер четверти или полугодия.")
@click.option("--subject", help="Только этот предмет.")
@click.option("--reason", help="Обоснование заместителя директора, если журнал не заполнен до конца.")
@_workers
def cutoff(
    name: str | None,
    every: bool,
    year: str | None,
    period: int,
    subject: str | None,
    reason: str | None,
    workers: int,
) -> None:
    """Закрыть период: подтвердить, отсечь, напечатать, подписать, сохранить в двух местах."""
    opened = installation()
    chosen = [
        (of_class, find_period(opened.workshop, of_class, period))
        for of_class in chosen_classes(opened.workshop, name, every, year)
    ]
    with LocalRunner(opened.environment, show_progress, workers) as runner:
        for of_class, of_period in chosen:
            keys = journal_keys(opened.workshop, of_class.id, of_period.id, subject)
            closed = close_period(opened.workshop, runner, keys, now(opened), reason)
            click.echo(f"{of_class.name}, {of_period.title}: документов {len(closed.records)}.")


@click.command(name="close-year")
@one_or_all
@_year
@_workers
def close_year_command(name: str | None, every: bool, year: str | None, workers: int) -> None:
    """Закрыть год класса: оставшиеся периоды, классный журнал, сводная ведомость."""
    opened = installation()
    classes = chosen_classes(opened.workshop, name, every, year)
    with LocalRunner(opened.environment, show_progress, workers) as runner:
        for of_class in classes:
            closed = close_year(opened.workshop, runner, of_class.id, now(opened))
            click.echo(f"{of_class.name}: год закрыт, документов {len(closed.records)}.")


COMMANDS = (readiness, draft, cutoff, close_year_command)
