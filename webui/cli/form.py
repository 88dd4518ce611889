"""In which form a command reports: words for people, JSON for programs, CSV for a spreadsheet.

One decorator gives a command --json and --csv, of which at most one may be asked. It writes CSV (records/sheets.py) to
standard output as bytes, whatever the encoding of the terminal; JSON is written by context.py.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Concatenate, ParamSpec

import click

from records.errors import InputError
from records.sheets import Cell, to_csv

P = ParamSpec("P")


class Form(Enum):
    """What a report is for."""

    WORDS = "words"
    JSON = "json"
    CSV = "csv"


def report_form(command: Callable[Concatenate[Form, P], None]) -> Callable[..., None]:
    """Give the command --json and --csv; it takes the Form that was asked as its first argument."""

    @click.option("--json", "as_json", is_flag=True, help="Отчёт в JSON.")
    @click.option("--csv", "as_csv", is_flag=True, help="Таблица CSV для Excel и LibreOffice.")
    @functools.wraps(command)
    def wrapped(as_json: bool, as_csv: bool, *args: P.args, **kwargs: P.kwargs) -> None:
        command(_asked(as_json, as_csv), *args, **kwargs)

    return wrapped


def _asked(as_json: bool, as_csv: bool) -> Form:
    if as_json and as_csv:
        raise InputError(
            "cli.json_or_csv", "Укажите --json или --csv, что-то одно.", "give either --json or --csv"
        )
    if as_csv:
        return Form.CSV
    return Form.JSON if as_json else Form.WORDS


def say_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table to standard output, for a spreadsheet."""
    click.echo(to_csv(headings, rows), nl=False)
