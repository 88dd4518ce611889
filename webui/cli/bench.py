"""The command `bench`: the benchmarks of bench/, each against its peer in the same run."""

from __future__ import annotations

import click

from webui.cli.context import say_json, show_progress

_COUNT = click.IntRange(min=1)


@click.command()
@click.argument("name", required=False)
@click.option("--rounds", type=_COUNT, default=3, show_default=True, help="Замеров каждой стороны.")
@click.option("--bags", type=_COUNT, default=2000, show_default=True, help="Пакетов в замере fixity.")
@click.option("--entries", type=_COUNT, default=100_000, show_default=True, help="Событий в замере log.")
@click.option("--journals", type=_COUNT, help="Журналов класса; по умолчанию все, в замере growth — 3.")
@click.option(
    "--classes",
    type=_COUNT,
    multiple=True,
    default=(1, 2, 5, 10, 20, 40),
    show_default=True,
    help="Размер школы в замере growth; можно повторить.",
)
@click.option("--people", type=_COUNT, default=200, show_default=True, help="Человек на сайте в замере site.")
@click.option(
    "--minutes",
    type=click.FloatRange(min=0, min_open=True),
    default=20,
    show_default=True,
    help="Минут работы на каждой базе в замере site.",
)
@click.option("--json", "as_json", is_flag=True, help="Отчёт в JSON.")
def bench(
    name: str | None,
    rounds: int,
    bags: int,
    entries: int,
    journals: int | None,
    classes: tuple[int, ...],
    people: int,
    minutes: float,
    as_json: bool,
) -> None:
    """Сравнить скорость с другими средствами.

    Замеры: closing, documents, fixity, log, import, assembly, growth, memory, signing, site.
    Без имени — всё сразу.
    """
    # The peers load libraries that no other command needs.
    from bench import registry, report
    from bench.machine import this_machine
    from bench.measure import Scale

    machine = this_machine()
    entries_found = registry.run(
        name, Scale(rounds, bags, entries, journals, classes, people, minutes), show_progress
    )
    if as_json:
        say_json(report.as_json(machine, rounds, entries_found))
    else:
        click.echo(report.as_table(machine, rounds, entries_found))


COMMANDS = (bench,)
