"""The report's two forms, from figures that are known."""

from __future__ import annotations

import json

import pytest

from bench.machine import Machine
from bench.measure import Absent, Comparison, Cost, Fact, Outcome, Series
from bench.report import Entry, as_json, as_table

MACHINE = Machine("Processor", 2, 0.5, "Linux 6", "3.11.7", (("pypdf", "7.1.0"),))
OURS = Series("Летопись", (Cost(0.002, 0.004), Cost(0.004, 0.004), Cost(0.002, 0.008)))
PEER = Series("сверстник", (Cost(0.006, 0.002), Cost(0.012, 0.002), Cost(0.006, 0.004)))


@pytest.fixture
def entries() -> list[Entry]:
    """One benchmark with a peer, a peer that is not there, and a fact."""
    missing = Absent("bagit.py", "не установлена")
    comparison = Comparison("работа", "пакет", OURS, (PEER,), (missing,))
    return [Entry("fixity", "проверка", Outcome((comparison,), (Fact("octets", "объём", 1234567, "байт"),)))]


def test_the_report_for_programs_is_json(entries: list[Entry]) -> None:
    report = json.loads(json.dumps(as_json(MACHINE, 3, entries)))
    assert list(report) == ["machine", "rounds", "benchmarks"]


def test_the_report_names_the_machine_and_its_libraries(entries: list[Entry]) -> None:
    machine = json.loads(json.dumps(as_json(MACHINE, 3, entries)))["machine"]
    assert machine == {
        "processor": "Processor",
        "cores": 2,
        "load": 0.5,
        "system": "Linux 6",
        "python": "3.11.7",
        "libraries": {"pypdf": "7.1.0"},
    }


def test_a_peer_has_median_spread_and_ratio(entries: list[Entry]) -> None:
    found = json.loads(json.dumps(as_json(MACHINE, 3, entries)))["benchmarks"][0]["comparisons"][0]
    peer = found["peers"][0]
    assert peer["cpu"] == {"median": 0.006, "least": 0.006, "most": 0.012}
    assert peer["ratio"]["cpu"]["median"] == pytest.approx(3.0)


def test_a_peer_that_is_not_there_is_said_to_be_not_run(entries: list[Entry]) -> None:
    found = json.loads(json.dumps(as_json(MACHINE, 3, entries)))["benchmarks"][0]["comparisons"][0]
    assert found["peers"][1] == {"name": "bagit.py", "status": "not run", "reason": "не установлена"}


def test_facts_are_numbers_by_their_keys(entries: list[Entry]) -> None:
    assert json.loads(json.dumps(as_json(MACHINE, 3, entries)))["benchmarks"][0]["facts"] == {
        "octets": 1234567
    }


def test_the_table_says_how_many_times_dearer_the_peer_is(entries: list[Entry]) -> None:
    assert "ЦП ×3 (3–3), время ×0.5 (0.5–0.5)" in as_table(MACHINE, 3, entries)


def test_the_table_gives_times_in_a_readable_unit(entries: list[Entry]) -> None:
    assert "ЦП 2 мс (2–4)" in as_table(MACHINE, 3, entries)


def test_the_table_says_why_a_peer_was_not_run(entries: list[Entry]) -> None:
    assert "не запускалось: не установлена" in as_table(MACHINE, 3, entries)


def test_the_table_groups_the_digits_of_facts(entries: list[Entry]) -> None:
    assert "объём 1 234 567 байт" in as_table(MACHINE, 3, entries)
