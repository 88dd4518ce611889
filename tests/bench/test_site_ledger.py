"""A lost update is found: an accepted save that is not there, and one that hides what its writer had not seen."""

from __future__ import annotations

from bench.site_ledger import Balance, Ledger, Told

CELL = ("journal", "column", "pupil")
BEFORE = {CELL: {1: "3"}}


def balance(after: dict[int, str], *told: Told) -> Balance:
    """What comes of these answers when the cell ends so."""
    return Ledger(list(told)).balance(BEFORE, {CELL: after})


def saved(seen: int, value: str, seq: int) -> Told:
    """An accepted edit."""
    return Told(CELL, seen, value, seq)


def test_a_save_that_stands_is_not_lost() -> None:
    found = balance({1: "3", 2: "5"}, saved(1, "5", 2))
    assert (found.saved, found.lost, found.unowned) == (1, (), 0)


def test_an_accepted_save_that_is_not_there_is_lost() -> None:
    gone = saved(1, "5", 2)
    assert balance({1: "3"}, gone).lost == (gone,)


def test_an_accepted_save_under_whose_number_another_value_stands_is_lost() -> None:
    mine, theirs = saved(1, "5", 2), saved(1, "4", 2)
    assert balance({1: "3", 2: "4"}, mine, theirs).lost == (mine,)


def test_a_version_written_over_one_that_its_writer_had_not_seen_is_unowned() -> None:
    found = balance({1: "3", 2: "4", 3: "5"}, saved(1, "4", 2), saved(1, "5", 3))
    assert (found.lost, found.unowned) == ((), 1)


def test_a_version_that_nobody_was_told_of_is_unowned() -> None:
    assert balance({1: "3", 2: "5"}).unowned == 1


def test_an_edit_sent_twice_is_one_version_and_not_lost() -> None:
    twice = saved(1, "5", 2)
    found = balance({1: "3", 2: "5"}, twice, twice)
    assert (found.saved, found.lost, found.unowned) == (2, (), 0)


def test_a_save_of_what_stood_already_owns_nothing_and_loses_nothing() -> None:
    found = balance({1: "3", 2: "5"}, saved(1, "5", 2), saved(1, "5", 2), saved(2, "5", 2))
    assert (found.lost, found.unowned) == ((), 0)


def test_what_stood_before_the_run_is_nobodys_loss() -> None:
    assert balance({1: "3"}).unowned == 0


def test_a_conflict_that_names_a_newer_version_was_told() -> None:
    found = balance({1: "3"}, Told(CELL, 0, "5", None, "entry.conflict", theirs=1))
    assert (found.conflicts, found.untold, found.refused) == (1, (), 0)


def test_a_conflict_with_what_the_writer_had_seen_is_untold() -> None:
    odd = Told(CELL, 1, "5", None, "entry.conflict", theirs=1)
    assert balance({1: "3"}, odd).untold == (odd,)


def test_a_refusal_is_no_conflict() -> None:
    found = balance({1: "3"}, Told(CELL, 1, "9", None, "entry.not_in_class"))
    assert (found.conflicts, found.refused) == (0, 1)
