"""`python -m tests.faults --trials N --seed S --database sqlite|postgresql`: seeded faults, a line each, then a table.

The seed and the number of a trial give its scene and its fault; exit code 1 when any trial went wrong.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.faults.kinds import Kind
from tests.faults.scenes import SCENES, make_seeds
from tests.faults.schedule import schedule
from tests.faults.trial import End, Trial, in_peace, scene_of, trial
from tests.flow.kill import KINDS, cluster_of


@click.command()
@click.option("--trials", default=100, show_default=True, help="How many.")
@click.option("--seed", default="1", show_default=True)
@click.option("--database", type=click.Choice(KINDS), default=KINDS[0], show_default=True)
@click.option("--only", type=click.Choice([scene.name for scene in SCENES]), help="One scene.")
def main(trials: int, seed: str, database: str, only: str | None) -> None:
    """Let faults fall on a small school and compare each time with a run in peace."""
    table: Counter[tuple[str, End]] = Counter()
    scenes = [scene_of(only)] if only else list(SCENES)
    with TemporaryDirectory(prefix="letopis-faults-") as name, cluster_of(database) as cluster:
        folder = Path(name)
        seeds = make_seeds(folder, cluster)
        peace = {scene.name: in_peace(seeds, scene, folder) for scene in scenes}
        tallies = {name: found.tally for name, found in peace.items()}
        for number, (scene, fault) in enumerate(schedule(scenes, tallies, trials, seed)):
            done = trial(seeds, scene, peace[scene.name], fault, folder)
            table[fault.kind.value, done.end] += 1
            click.echo(f"{database:<10} {number:>4}  {_line(done)}")
    _say(table)
    sys.exit(1 if any(end is End.WRONG for _, end in table) else 0)


def _line(done: Trial) -> str:
    ended = "; ".join(done.wrong) or (f"{done.end} [{done.code}]" if done.code else done.end.value)
    return f"{done.scene:<9} {done.fault!s:<50} {ended}"


def _say(table: Counter[tuple[str, End]]) -> None:
    click.echo("| fault | " + " | ".join(End) + " |\n|-|" + "-|" * len(End))
    for kind in Kind:
        cells = [table[kind.value, end] for end in End]
        if any(cells):
            click.echo(f"| {kind} | " + " | ".join(str(n) if n else "" for n in cells) + " |")
    totals = [sum(n for (_, found), n in table.items() if found is end) for end in End]
    click.echo("| all | " + " | ".join(map(str, totals)) + " |")


if __name__ == "__main__":
    main()
