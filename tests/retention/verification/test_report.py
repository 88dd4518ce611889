"""The report of `letopis verify`: its shape for programs, its exit code, its words for people, completeness."""

from __future__ import annotations

import pytest

from tests.flow.site import Ran, Site
from tests.retention.verification.archive import BAGS, PDF, SAFE, Archive, flip
from tests.retention.verification.conftest import ON_SQLITE

LATER = "2026-06-02T09:00:00+03:00"
NEXT_YEAR = "2026/2027"


def _damaged(archive: Archive, *words: str) -> Ran:
    flip(archive.bag() / PDF)
    return archive.site.run("verify", *words)


def test_a_report_counts_what_was_read(archive: Archive) -> None:
    report = archive.site.run("verify", "--json").json
    copies = [
        path for name in ("server", SAFE) for path in archive.site.location(name).glob(f"{BAGS}/*/**/*")
    ]
    octets = sum(path.stat().st_size for path in copies if path.is_file())
    assert (report["records"], report["replicas"], report["bytes"]) == (3, 6, octets)


@ON_SQLITE
def test_a_problem_has_the_five_fields_of_the_promise(archive: Archive) -> None:
    (problem,) = _damaged(archive, "--json").json["problems"]
    detail = problem.pop("detail")
    record = archive.records[0]
    expected = {"record": record, "location": SAFE, "path": f"{BAGS}/{record}/{PDF}", "code": "file.changed"}
    assert problem == expected
    assert "контрольная сумма" in detail


@ON_SQLITE
def test_a_report_has_the_fields_of_the_promise(archive: Archive) -> None:
    report = archive.site.run("verify", "--json").json
    assert report.keys() >= {"records", "replicas", "bytes", "seconds", "problems", "warnings"}


@ON_SQLITE
def test_a_problem_ends_the_command_with_1(archive: Archive) -> None:
    assert _damaged(archive).code == 1


@ON_SQLITE
def test_a_healthy_archive_ends_the_command_with_0(archive: Archive) -> None:
    assert archive.site.run("verify").code == 0


@ON_SQLITE
def test_people_read_the_code_and_the_place(archive: Archive) -> None:
    out = _damaged(archive).out
    assert f"{SAFE} · {BAGS}/{archive.records[0]}/{PDF}" in out
    assert "[file.changed]" in out


@ON_SQLITE
def test_an_unknown_record_is_named_in_the_refusal(archive: Archive) -> None:
    ran = archive.site.run("verify", "nobody")
    assert (ran.code, "nobody" in ran.err, "[record.unknown]" in ran.err) == (2, True, True)


def _states(site: Site, now: str) -> list[str]:
    return [e["state"] for e in site.run("verify", "--json", now=now).json["expected"]]


@ON_SQLITE
@pytest.mark.parametrize(
    ("now", "states"),
    [
        ("2026-05-26T18:00:00+03:00", ["present"] * 3 + ["not_due"] * 5),
        (LATER, ["present"] * 3 + ["open"] * 3 + ["not_due"] * 2),
    ],
)
def test_what_is_expected_is_present_open_or_not_due(archive: Archive, now: str, states: list[str]) -> None:
    assert _states(archive.site, now) == states


@ON_SQLITE
def test_a_period_that_is_overdue_is_a_warning_and_no_problem(archive: Archive) -> None:
    report = archive.site.run("verify", "--json", now=LATER).json
    assert {w["code"] for w in report["warnings"]} == {"period.overdue"}
    assert report["problems"] == []


@ON_SQLITE
def test_a_year_without_records_is_verified_as_empty(archive: Archive) -> None:
    report = archive.site.run("verify", "--json", "--year", NEXT_YEAR).json
    assert (report["records"], report["expected"]) == (0, [])


def test_a_closed_year_is_complete(closed: Site) -> None:
    report = closed.run("verify", "--json", now=LATER).json
    assert {e["state"] for e in report["expected"]} == {"present"}


@ON_SQLITE
def test_a_record_that_did_not_come_to_its_end_is_missing(archive: Archive) -> None:
    archive.edit("UPDATE record SET state = 'packed' WHERE id = :id", id=archive.records[0])
    codes = ("record.missing", "catalogue.contradicts_log")
    assert archive.verify() == {(code, archive.records[0], None, None) for code in codes}
