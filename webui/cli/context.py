"""What every command shares: the opened installation, progress on stderr, JSON on stdout, names to ids."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime

import click
from sqlalchemy import select

from records.errors import NotFoundError
from records.school.tables import Period, SchoolClass, SchoolYear
from retention.workshop import Workshop
from webui.installation import Installation, open_installation
from webui.settings import Environment


def environment() -> Environment:
    """The environment that the command was started in."""
    return click.get_current_context().find_object(Environment) or Environment.read(os.environ)


def installation() -> Installation:
    """The installation that the command works on. Raises SetupError."""
    return open_installation(environment())


def say_json(value: object) -> None:
    """Print JSON for programs."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    # Half of a pair, as in a file name that is not UTF-8, has no UTF-8: it stands as JSON escapes it.
    click.echo(text.encode("utf-8", "backslashreplace").decode())


def show_progress(title: str, done: int, total: int) -> None:
    """One line on stderr that grows; nothing when nobody looks at it, but for the last line."""
    if not total:
        return
    if sys.stderr.isatty():
        filled = 24 * done // total
        bar = "█" * filled + "·" * (24 - filled)
        click.echo(f"\r{title:<12} {bar} {done}/{total}", err=True, nl=done == total)
    elif done == total:
        click.echo(f"{title}: {done}/{total}", err=True)


def find_class(workshop: Workshop, name: str, year: str | None) -> SchoolClass:
    """The class of that name, of the given or the latest year. Raises NotFoundError naming the classes there are."""
    query = (
        select(SchoolClass, SchoolYear.label)
        .join(
            SchoolYear,
            (SchoolYear.school_id == SchoolClass.school_id) & (SchoolYear.id == SchoolClass.year_id),
        )
        .where(SchoolClass.school_id == workshop.school)
        .order_by(SchoolYear.starts.desc(), SchoolClass.grade, SchoolClass.name)
    )
    with workshop.transaction() as session:
        rows = session.execute(query).all()
    wanted = name.strip().upper()
    for row, label in rows:
        if row.name.upper() == wanted and year in (None, label):
            return row
    known = ", ".join(f"{row.name} ({label})" for row, label in rows) or "нет ни одного"
    raise NotFoundError(
        "class.not_named",
        f"Класса «{name}»{f' в {year}' if year else ''} нет. Есть: {known}.",
        f"there is no class {name!r}{f' in {year}' if year else ''}; there are: {known}",
    )


def find_period(workshop: Workshop, of_class: SchoolClass, number: int) -> Period:
    """The period with that number in the class's year. Raises NotFoundError."""
    query = select(Period).where(
        Period.school_id == workshop.school, Period.year_id == of_class.year_id, Period.number == number
    )
    with workshop.transaction() as session:
        period = session.scalars(query.order_by(Period.kind)).first()
    if period is None:
        raise NotFoundError(
            "period.unknown",
            f"Периода {number} в этом учебном году нет.",
            f"there is no period {number} in this school year",
        )
    return period


def now(opened: Installation) -> datetime:
    """The one `at` of the command."""
    return opened.clock.now()
