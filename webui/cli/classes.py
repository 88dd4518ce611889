"""The classes that a command works on: the one that was named, or every class of a year.

The options --class and --all, and the rows that they choose. It changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import click
from sqlalchemy import select

from records.errors import InputError, NotFoundError
from records.gradebook.tables import Journal
from records.school.tables import SchoolClass, SchoolYear
from retention.workshop import Workshop
from webui.cli.context import find_class


def one_or_all(command: Callable[..., None]) -> Callable[..., None]:
    """The options --class and --all, of which one is to be given."""
    every = click.option("--all", "every", is_flag=True, help="Все классы года.")
    return click.option("--class", "name", help="Класс, например 9А.")(every(command))


def chosen_classes(workshop: Workshop, name: str | None, every: bool, year: str | None) -> list[SchoolClass]:
    """The class that was named, or all of the year."""
    if bool(name) == every:
        raise InputError(
            "closing.which", "Укажите --class или --all, что-то одно.", "give either --class or --all"
        )
    return [find_class(workshop, name, year)] if name else _classes(workshop, year)


def _classes(workshop: Workshop, year: str | None) -> list[SchoolClass]:
    """Every class with journals, of the given or the latest year."""
    with workshop.transaction() as session:
        years = select(SchoolYear).where(SchoolYear.school_id == workshop.school)
        chosen = session.scalars(
            (years.where(SchoolYear.label == year) if year else years).order_by(SchoolYear.starts.desc())
        ).first()
        if chosen is None:
            raise NotFoundError(
                "year.unknown", f"Учебного года {year} нет.", f"there is no school year {year}"
            )
        query = (
            select(SchoolClass)
            .where(SchoolClass.school_id == workshop.school, SchoolClass.year_id == chosen.id)
            .where(
                select(Journal.id)
                .where(Journal.school_id == SchoolClass.school_id, Journal.class_id == SchoolClass.id)
                .exists()
            )
        )
        return list(session.scalars(query.order_by(SchoolClass.grade, SchoolClass.name)))
