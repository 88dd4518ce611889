"""The command `summary`: the summary sheet as it stands today, of one class or of the whole school.

A watermarked draft as PDF, a table as CSV, or JSON. The sheet that counts is the signed record of the closed year;
this one is kept nowhere and closes nothing.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from records.errors import InputError
from records.gradebook.summary_table import summary_headings, summary_json, summary_rows
from records.gradebook.year_content import YearContent
from records.gradebook.year_reading import read_year
from records.school.tables import SchoolClass
from records.sheets import to_csv
from retention.steps.draft import print_year_draft
from retention.workshop import Workshop
from webui.cli.classes import chosen_classes, one_or_all
from webui.cli.context import installation, now, say_json, show_progress
from webui.cli.form import Form, report_form, say_csv
from webui.cli.output import Overwriting, is_folder, make_folder, write_output

_ODD: Final = re.compile(r"[^\w.-]+")


@click.command()
@one_or_all
@click.option("--year", help="Учебный год, например 2025/2026; по умолчанию последний.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Файл одного класса или папка для всех; по умолчанию здесь, CSV одного класса — на экран.",
)
@click.option("--force", is_flag=True, help="Заменить файл, который уже есть.")
@report_form
def summary(
    form: Form, name: str | None, every: bool, year: str | None, output: Path | None, force: bool
) -> None:
    """Сводная ведомость на сегодня: проект в PDF, таблица CSV или JSON.

    \b
    letopis summary --class 9А
    letopis summary --all --output ведомости
    letopis summary --class 9А --csv > 9А.csv
    """
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    classes = chosen_classes(workshop, name, every, year)
    if form is Form.JSON:
        _refuse_output(output)
        found = [summary_json(_content(workshop, of_class), at) for of_class in classes]
        say_json(found if every else found[0])
        return
    if form is Form.CSV and not every and output is None:
        content = _content(workshop, classes[0])
        say_csv(summary_headings(content), summary_rows(content))
        return
    overwriting = Overwriting.FORCED if force else Overwriting.REFUSED
    for done, of_class in enumerate(classes, start=1):
        path, data = _made(workshop, form, of_class, at)
        target = _target(output, path, every)
        write_output(target, data, overwriting)
        click.echo(f"{of_class.name}: {target}")
        if every:
            show_progress("ведомости", done, len(classes))


def _made(workshop: Workshop, form: Form, of_class: SchoolClass, at: datetime) -> tuple[str, bytes]:
    """The usual name of a class's file, and its bytes."""
    content = _content(workshop, of_class)
    stem = _ODD.sub("-", f"Сводная-{content.facts.name}-{content.facts.year_label}")
    if form is Form.CSV:
        return f"{stem}.csv", to_csv(summary_headings(content), summary_rows(content))
    return f"{stem}.pdf", print_year_draft(workshop, of_class.id, at).pdf


def _content(workshop: Workshop, of_class: SchoolClass) -> YearContent:
    with workshop.transaction() as session:
        return read_year(session, workshop.school, of_class.id)


def _target(output: Path | None, name: str, every: bool) -> Path:
    """Where the file goes: `output` is the file of one class, the folder of all."""
    if output is None:
        return Path(name)
    if not every and not is_folder(output):
        return output
    make_folder(output)
    return output / name


def _refuse_output(output: Path | None) -> None:
    if output is not None:
        raise InputError(
            "summary.json_output",
            "С --json ведомость печатается на экран: перенаправьте вывод в файл и уберите --output.",
            "--json writes to standard output: redirect it and leave --output out",
        )


COMMANDS = (summary,)
