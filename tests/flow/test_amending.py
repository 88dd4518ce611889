"""Acts on a closed year: their own records, the records issued anew, and what stays as it was signed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from records.amendments.model import AmendmentKind
from records.closing.tables import SnapshotRow
from records.errors import LetopisError
from records.log.store import LogEvent
from records.registers.tables import Dossier, Record
from retention.amending import rehearse
from retention.verify import verify_archive
from tests.flow.amending import EARLY, ERROR, EXAM, LATER, amend_small_year, asked, carry, deputy
from tests.flow.seeds import Seed
from tests.flow.site import AT, Site
from tests.flow.story import close_small_year


def records(site: Site) -> dict[str, Record]:
    """Every record by kind (and title of a journal) and revision: `summary_sheet@2`."""
    with site.workshop() as workshop, workshop.transaction() as session:
        rows = session.scalars(select(Record)).all()
    return {f"{row.kind}{_journal(row)}@{row.revision}": row for row in rows}


def _journal(row: Record) -> str:
    return f" {row.title.removeprefix('Журнал: ')}" if row.kind == "period_journal" else ""


def body(site: Site, record: Record) -> Any:
    """The snapshot of a record."""
    with site.workshop() as workshop, workshop.transaction() as session:
        return json.loads(session.get_one(SnapshotRow, (record.school_id, record.id)).body)


def problems(site: Site) -> list[str]:
    """What verification finds, warnings included."""
    with site.workshop() as workshop:
        report = verify_archive(workshop, None, LATER, lambda done, total: None)
    missing = [one.title for one in report.expected if one.state != "present"]
    return [*(p.code for p in (*report.problems, *report.warnings)), *missing]


@pytest.fixture
def autumn_site(autumn: Seed, tmp_path: Any) -> Iterator[Site]:
    """A copy of the school with its first half-year closed."""
    copy = autumn.copy(tmp_path / "school")
    yield copy.site
    copy.drop()


def test_every_record_that_shows_a_correction_is_issued_anew(amended: Site) -> None:
    live = {name for name, row in records(amended).items() if row.state == "replicated" and row.revision > 1}
    assert live == {
        "period_journal Алгебра, 9А, II полугодие@2",
        "period_journal Английский язык (2 группа), 9А, II полугодие@2",
        "class_journal@2",
        "summary_sheet@3",
    }


def test_a_supplement_leaves_the_class_journal_as_it_was_signed(closed: Site) -> None:
    with closed.workshop() as workshop:
        carry(workshop, AmendmentKind.SUPPLEMENT, "3", EXAM)
    states = {name: row.state for name, row in records(closed).items() if "period_journal" not in name}
    assert states == {
        "class_journal@1": "replicated",
        "summary_sheet@1": "replaced",
        "summary_sheet@2": "replicated",
        "supplement@1": "replicated",
    }


def test_revisions_are_linked_both_ways(amended: Site) -> None:
    found = records(amended)
    for name, row in found.items():
        kind, _, revision = name.rpartition("@")
        before, after = found.get(f"{kind}@{int(revision) - 1}"), found.get(f"{kind}@{int(revision) + 1}")
        assert (row.replaces_id, row.replaced_by_id) == (before and before.id, after and after.id)


def test_verification_finds_nothing(amended: Site) -> None:
    assert problems(amended) == []


def test_the_replaced_copies_stay(amended: Site) -> None:
    bags = {path.name for path in (amended.location("safe") / "records").glob("*/*")}
    assert {row.id for row in records(amended).values()} == bags


def test_a_repeated_command_brings_nothing_twice(amended: Site) -> None:
    before = records(amended)
    with amended.workshop() as workshop:
        amend_small_year(workshop)
        with workshop.transaction() as session:
            entered = session.scalars(select(LogEvent.id).where(LogEvent.kind == "amendment.entered")).all()
    assert (records(amended).keys(), len(entered)) == (before.keys(), 2)


def test_the_new_sheet_shows_the_values_and_says_by_which_act(amended: Site) -> None:
    sheet = body(amended, records(amended)["summary_sheet@3"])
    acts = [(act["kind"], act["number"]) for act in sheet["corrections"]]
    lena = next(pupil for pupil in sheet["pupils"] if pupil["name"].startswith("Соколова"))
    assert acts == [("supplement", "3"), ("correction_act", "2")]
    assert (lena["marks"][0]["exam"], lena["decision"]["text"]) == ("5", "переведена в 10 класс")
    assert [(one["place"], one["before"], one["after"]) for one in lena["amended"]] == [
        ("exam", "", "5"),
        ("final", "", "5"),
        ("decision", "допущена к ГИА", "переведена в 10 класс"),
    ]


def test_nothing_at_the_top_of_a_snapshot_tells_of_a_pupil(amended: Site) -> None:
    for record in records(amended).values():
        snapshot = body(amended, record)
        top = json.dumps({**snapshot, "pupils": []}, ensure_ascii=False)
        assert not [pupil["name"] for pupil in snapshot["pupils"] if pupil["name"] in top]


def test_a_first_revision_is_composed_as_ever(amended: Site, peace: Any) -> None:
    firsts = {row.identity: row.id for row in records(amended).values() if row.revision == 1}
    with amended.workshop() as workshop, workshop.transaction() as session:
        digests = {
            what: session.get_one(SnapshotRow, (workshop.school, record)).digest
            for what, record in firsts.items()
            if what in peace.outcome.snapshots
        }
    assert digests == peace.outcome.snapshots


def test_an_act_is_filed_where_it_is_needed_longest(amended: Site) -> None:
    found = records(amended)
    with amended.workshop() as workshop, workshop.transaction() as session:
        headings = [
            session.get_one(Dossier, (workshop.school, found[name].dossier_id)).heading
            for name in ("correction_act@1", "supplement@1")
        ]
    assert {heading.partition(" 9А")[0] for heading in headings} == {"Сводная ведомость учёта успеваемости"}


def test_a_class_journal_that_is_composed_later_takes_the_latest_revisions(autumn_site: Site) -> None:
    with autumn_site.workshop() as workshop:
        carry(workshop, AmendmentKind.CORRECTION, "1", EARLY)
        close_small_year(workshop, LATER)
    found = records(autumn_site)
    sources = {source["record"] for source in body(autumn_site, found["class_journal@1"])["sources"]}
    assert found["period_journal Алгебра, 9А, I полугодие@2"].id in sources
    assert problems(autumn_site) == []


def test_a_year_is_not_closed_while_an_act_is_not_carried_out(autumn_site: Site) -> None:
    with autumn_site.workshop() as workshop:
        carry(workshop, AmendmentKind.CORRECTION, "1", EARLY)
    with autumn_site.owning() as engine, engine.begin() as connection:
        connection.exec_driver_sql("UPDATE record SET state = 'packed' WHERE kind = 'correction_act'")
    with autumn_site.workshop() as workshop, pytest.raises(LetopisError) as refused:
        close_small_year(workshop, LATER)
    assert refused.value.code == "amendment.unsettled"


def test_a_rehearsal_stores_nothing(closed: Site) -> None:
    with closed.workshop() as workshop:
        rehearse(workshop, deputy(workshop), asked(workshop, AmendmentKind.CORRECTION, "2", ERROR), LATER)
        with workshop.transaction() as session:
            kinds = set(session.scalars(select(LogEvent.kind)))
    assert "amendment.entered" not in kinds


def test_a_rehearsal_refuses_what_the_command_would(closed: Site) -> None:
    with closed.workshop() as workshop, pytest.raises(LetopisError) as refused:
        rehearse(workshop, deputy(workshop), asked(workshop, AmendmentKind.SUPPLEMENT, "2", ERROR), LATER)
    assert refused.value.code == "amendment.no_later_result"


def test_a_clock_that_was_set_back_stops_an_act(closed: Site) -> None:
    with closed.workshop() as workshop:
        carry(workshop, AmendmentKind.SUPPLEMENT, "3", EXAM)
        with pytest.raises(LetopisError) as refused:
            carry(workshop, AmendmentKind.CORRECTION, "2", ERROR, AT)
    assert refused.value.code == "clock.behind"
