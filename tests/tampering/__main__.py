"""`python -m tests.tampering --examples N --seed S`: the whole matrix, a seed choosing byte, place and row.

Prints carrier × operation × codes with counts, and what went unnoticed: then the exit code is 1.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.flow.seeds import make_bare, make_imported
from tests.postgres import Cluster
from tests.tampering.carriers import ALL, change
from tests.tampering.edits import attempted, columns, deletion, doubling, rows, tables
from tests.tampering.edits import edits as all_edits
from tests.tampering.expectations import FORGETTABLE, LIVING, NO_RECORD, NOTES
from tests.tampering.ground import NOTHING, Found, Ground, opened
from tests.tampering.operations import Choose, Operation
from tests.tampering.pdfs import CHANGES, Forger, forged
from tests.tampering.rollbacks import ROLLBACKS, put_back
from tests.tampering.seed import make_stages

Cell = tuple[str, str]
Try = Callable[[Ground, Choose], Found | None]


def _file(carrier_and_operation: tuple[object, Operation]) -> Try:
    carrier, operation = carrier_and_operation

    def attempt(ground: Ground, choose: Choose) -> Found | None:
        try:
            change(ground, carrier, operation, choose)  # type: ignore[arg-type]
            return ground.found() if ground.is_touched() else None
        finally:
            ground.restore()

    return attempt


def _pdf(name: str, forger: Forger) -> Try:
    def attempt(ground: Ground, choose: Choose) -> Found | None:
        with (
            ground.catalogue() as connection,
            forged(ground, connection, CHANGES[name], forger, choose),
        ):
            return ground.verify(connection)

    return attempt


def _rollback(name: str) -> Try:
    def attempt(ground: Ground, _choose: Choose) -> Found | None:
        try:
            put_back(ground, ROLLBACKS[name])
            return ground.found()
        finally:
            ground.restore()

    return attempt


def _row(statements_of: Callable[[Ground], list[list[object]]]) -> Try:
    def attempt(ground: Ground, choose: Choose) -> Found | None:
        possible = statements_of(ground)
        with ground.catalogue() as connection:
            statements = possible[choose(len(possible))]
            with attempted(connection, statements) as taken:
                return ground.verify(connection) if taken else None

    return attempt


def _rows_of(table: object, make: Callable[..., list[object]]) -> Callable[[Ground], list[list[object]]]:
    def found(ground: Ground) -> list[list[object]]:
        with ground.catalogue() as connection:
            return [make(table, row) for row in rows(connection, table)]  # type: ignore[arg-type]

    return found


def _edits_of(column: object) -> Callable[[Ground], list[list[object]]]:
    def found(ground: Ground) -> list[list[object]]:
        with ground.catalogue() as connection:
            every = all_edits(column, rows(connection, column.table))  # type: ignore[arg-type,attr-defined]
        noted = NOTES.get(str(column), frozenset())
        return [edit.statements for edit in every if str(edit.value) not in noted]

    return found


def cells(kind: str) -> Iterator[tuple[Cell, Try]]:
    """Every cell of the matrix: of files once, of the catalogue on each database."""
    for column in columns():
        if str(column) not in NO_RECORD:
            yield (f"{kind} {column.table.name}", f"edit {column.name}"), _row(_edits_of(column))
    for table in tables():
        if table.name not in FORGETTABLE:
            yield (f"{kind} {table.name}", "delete a row"), _row(_rows_of(table, deletion))
        if table.name not in LIVING:
            yield (f"{kind} {table.name}", "put a row in"), _row(_rows_of(table, doubling))
    if kind == "sqlite":
        for one in ALL:
            yield (one[0].name, one[1].__name__), _file(one)
        for forger in Forger:
            for name in CHANGES:
                yield (f"PDF, {forger.name.lower()}", name), _pdf(name, forger)
        for name in ROLLBACKS:
            yield (name, "put back by a month"), _rollback(name)


@click.command()
@click.option(
    "--examples", default=2000, show_default=True, help="How many changes in all, over both databases."
)
@click.option("--seed", default=1, show_default=True)
@click.option("--kind", "kinds", multiple=True, default=("sqlite", "postgresql"), show_default=True)
def main(examples: int, seed: int, kinds: tuple[str, ...]) -> None:
    """Try the whole matrix and print what was found."""
    missed = 0
    with TemporaryDirectory() as folder:
        for kind in kinds:
            cluster = Cluster.prepare() if kind == "postgresql" else None
            try:
                missed += _try_all(Path(folder) / kind, cluster, kind, examples // len(kinds), seed)
            finally:
                if cluster:
                    cluster.stop()
    click.echo(f"unnoticed: {missed}")
    sys.exit(1 if missed else 0)


def _try_all(folder: Path, cluster: Cluster | None, kind: str, examples: int, seed: int) -> int:
    folder.mkdir()
    if cluster:
        cluster.start()
    stages = make_stages(make_imported(make_bare(folder, cluster), folder), folder)
    source, missed = random.Random(seed), 0
    told: dict[Cell, Counter[str]] = defaultdict(Counter)
    with opened(stages.whole, stages.earlier) as ground:
        every = list(cells(kind))
        for number in range(examples):
            cell, attempt = every[number % len(every)]
            found = attempt(ground, source.randrange)
            told[cell].update(["(nothing changed)"] if found is None else found.codes or ["UNNOTICED"])
            missed += found == NOTHING
        if ground.found() != NOTHING:
            raise RuntimeError("the installation is not whole again")
    for (carrier, operation), counts in told.items():
        codes = ", ".join(f"{code} {count}" for code, count in counts.most_common())
        click.echo(f"{carrier:<34} {operation:<30} {codes}")
    return missed


if __name__ == "__main__":
    main()
