"""The year's snapshots have exactly the members of docs/snapshot-v1.md, and what the sources say goes in unchanged."""

from __future__ import annotations

from dataclasses import replace

from records.closing.snapshot import Snapshot, parse
from records.closing.year_snapshot import (
    SignatureFacts,
    SourceFacts,
    class_journal_snapshot,
    summary_sheet_snapshot,
)
from records.gradebook.year_content import Particulars
from records.registers.kinds import RecordKind
from records.school.policy import Policy
from tests import cast
from tests.records.closing.contents import CUTOFF, NAMES, SEED, record, year

CERTIFICATE = {"sha256": "c" * 64, "serial": "1", "subject": "Громова", "not_before": "", "not_after": ""}
SIGNED = SignatureFacts("teacher", cast.MARIA.person, cast.CUT_AT, "B-LT", CERTIFICATE)
SOURCE = SourceFacts(
    "r" * 20, cast.ALGEBRA, cast.Q1, 1, "Журнал: Алгебра", "d" * 64, 7, "e" * 64, 1024, (SIGNED,)
)
HEAD = "schema kind record school class year zone policy as_of cutoff people corrections pupils"


def names(text: str) -> set[str]:
    return set(text.split())


def class_journal() -> Snapshot:
    facts = record(RecordKind.CLASS_JOURNAL)
    return class_journal_snapshot(year(), [SOURCE], facts, Policy(), CUTOFF, NAMES, SEED)


def summary_sheet() -> Snapshot:
    facts = record(RecordKind.SUMMARY_SHEET, "summary")
    return summary_sheet_snapshot(year(), facts, Policy(), CUTOFF, NAMES, SEED)


def test_both_are_read_back() -> None:
    assert [parse(s.data) == s for s in (class_journal(), summary_sheet())] == [True, True]


def test_a_class_journal_has_exactly_the_members_of_the_document() -> None:
    expected = names(f"{HEAD} class_teacher periods subjects journals sources remarks")
    assert set(class_journal().body) == expected


def test_a_summary_sheet_has_exactly_the_members_of_the_document() -> None:
    assert set(summary_sheet().body) == names(f"{HEAD} class_teacher periods subjects")


def test_a_pupil_of_the_class_journal_has_exactly_the_members_of_the_document() -> None:
    pupil = class_journal().body["pupils"][0]
    own = "id name ordinal birth_date file_no membership absences marks decision salt leaf"
    assert set(pupil) == names(own)


def test_a_pupil_of_the_summary_sheet_has_exactly_the_members_of_the_document() -> None:
    pupil = summary_sheet().body["pupils"][0]
    assert set(pupil) == names("id name ordinal membership marks decision salt leaf")


def test_what_nobody_knows_or_decided_has_no_member() -> None:
    """Snapshots taken before there was such a thing keep their bytes."""
    left = next(pupil for pupil in class_journal().body["pupils"] if pupil["id"] == cast.ZHUKOV)
    assert not {"decision", "address", "parents", "phone"} & set(left)


def test_address_parents_and_phone_are_members_where_they_are_known() -> None:
    known = Particulars("ул. Ленина, 1", ("Соколова И. П.", "Соколов А. И."), "8 917 1234567")
    pupil = replace(year().pupils[0], particulars=known).json(1)
    told = {
        "address": "ул. Ленина, 1",
        "parents": ["Соколова И. П.", "Соколов А. И."],
        "phone": "8 917 1234567",
    }
    assert told.items() <= pupil.items()


def test_the_summary_sheet_tells_nothing_of_where_a_pupil_lives() -> None:
    known = Particulars("ул. Ленина, 1", ("Соколова И. П.",), "8 917 1234567")
    assert not {"address", "parents", "phone"} & set(replace(year().pupils[0], particulars=known).summary(1))


def test_the_parts_have_exactly_the_members_of_the_document() -> None:
    body = class_journal().body
    pupil = body["pupils"][0]
    parts = (body["journals"][0], body["remarks"][0], pupil["absences"][0], pupil["marks"][0])
    assert [set(part) for part in parts] == [
        names("id subject subgroup teacher"),
        names("date text author deadline fulfilled"),
        names("period lessons lessons_ill lessons_excused days days_ill"),
        names("subject periods year exam final"),
    ]


def test_a_source_says_where_it_stands_and_who_signed_it() -> None:
    assert class_journal().body["sources"] == [
        {
            "record": "r" * 20,
            "journal": cast.ALGEBRA,
            "period": cast.Q1,
            "revision": 1,
            "title": "Журнал: Алгебра",
            "digest": "d" * 64,
            "index": 7,
            "rendition": {"sha256": "e" * 64, "size": 1024},
            "signatures": [
                {
                    "role": "teacher",
                    "person": cast.MARIA.person,
                    "at": "2025-12-27T15:00:00Z",
                    "level": "B-LT",
                    "certificate": CERTIFICATE,
                }
            ],
        }
    ]


def test_a_pupil_has_another_salt_in_each_of_the_two() -> None:
    one, other = class_journal().body["pupils"][0], summary_sheet().body["pupils"][0]
    assert one["salt"] != other["salt"]
