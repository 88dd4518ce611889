"""Every benchmark runs at a size that proves only that it works."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from bench.measure import Outcome, Scale
from bench.registry import BENCHMARKS, run
from bench.report import Entry
from records.errors import InputError
from webui.cli import letopis

TINY = Scale(rounds=1, bags=3, entries=20, journals=1, classes=(1, 2))


@pytest.mark.parametrize(
    "name", [name for name in BENCHMARKS if name != "site"]
)  # test_site.py has it at work
def test_a_benchmark_measures_letopis_and_a_peer(name: str) -> None:
    (entry,) = run(name, TINY, lambda *_: None)
    sides = [comparison.peers for comparison in entry.outcome.comparisons]
    assert sides
    assert all(sides)


def test_an_unknown_benchmark_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(InputError, match="closing, documents") as refused:
        run("speed", TINY, lambda *_: None)
    assert refused.value.code == "bench.unknown"


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str | None, Scale]]:
    """What the command asks to be measured; nothing is."""
    asked: list[tuple[str | None, Scale]] = []

    def answer(name: str | None, scale: Scale, _progress: object) -> list[Entry]:
        asked.append((name, scale))
        return [Entry("import", "загрузка", Outcome(()))]

    monkeypatch.setattr("bench.registry.run", answer)
    return asked


def test_the_command_reports_in_json(measured: list[tuple[str | None, Scale]]) -> None:
    result = CliRunner().invoke(letopis, ["bench", "import", "--json"])
    assert [found["name"] for found in json.loads(result.stdout)["benchmarks"]] == ["import"]


def test_the_command_reports_in_a_table(measured: list[tuple[str | None, Scale]]) -> None:
    result = CliRunner().invoke(letopis, ["bench", "import"])
    assert "import — загрузка" in result.stdout


def test_the_command_measures_what_it_is_asked_for(measured: list[tuple[str | None, Scale]]) -> None:
    CliRunner().invoke(letopis, ["bench", "log", "--rounds", "5", "--bags", "7", "--entries", "9"])
    assert measured == [("log", Scale(rounds=5, bags=7, entries=9))]


def test_without_a_name_everything_is_measured(measured: list[tuple[str | None, Scale]]) -> None:
    CliRunner().invoke(letopis, ["bench"])
    assert measured == [(None, Scale())]


def test_the_command_takes_sizes_of_a_school(measured: list[tuple[str | None, Scale]]) -> None:
    CliRunner().invoke(letopis, ["bench", "growth", "--classes", "1", "--classes", "4", "--journals", "2"])
    assert measured == [("growth", Scale(journals=2, classes=(1, 4)))]


def test_no_round_at_all_is_refused() -> None:
    assert CliRunner().invoke(letopis, ["bench", "import", "--rounds", "0"]).exit_code == 2
