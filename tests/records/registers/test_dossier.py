"""A dossier opens on first need, closes once, has a term when closed, and is held until the hold is lifted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from records.db import transaction
from records.errors import NotFoundError, StateError
from records.log.store import LogEvent
from records.registers.dossier import close_dossier, holds_on, lift_hold, set_hold, term_of
from records.registers.kinds import RecordKind
from records.registers.tables import Dossier, FilePlanEntry
from tests.cast import ANNA, CUT_AT, OLGA, SCHOOL, SeededEntropy
from tests.records.registers.catalogue import open_dossier

ZONE = "Europe/Moscow"
LATER = datetime(2026, 6, 26, 9, tzinfo=UTC)


@pytest.fixture
def dossier(school: Engine) -> str:
    """The dossier of the class journal of 9А."""
    with transaction(school) as session:
        return open_dossier(session).id


def hold(session: Session, dossier: str) -> str:
    reason = "запрос прокуратуры"
    return set_hold(session, ANNA, dossier, reason, "№ 12", CUT_AT, SeededEntropy("hold")).id


def events(engine: Engine) -> list[str]:
    with transaction(engine) as session:
        return list(session.scalars(select(LogEvent.kind).order_by(LogEvent.id)))


def test_a_dossier_says_what_it_holds(school: Engine, dossier: str) -> None:
    with transaction(school) as session:
        row = session.get_one(Dossier, (SCHOOL, dossier))
    assert (row.heading, row.opened_at, row.closed_at) == ("Классный журнал 9А, 2025/2026", CUT_AT, None)


def test_its_entry_of_the_file_plan_says_how_long_it_is_kept(school: Engine, dossier: str) -> None:
    with transaction(school) as session:
        row = session.get_one(Dossier, (SCHOOL, dossier))
        entry = session.get_one(FilePlanEntry, (SCHOOL, row.entry_id))
    assert (entry.index, entry.term_years) == ("02-15", 5)


@pytest.mark.parametrize(
    ("kind", "dossiers"),
    [(RecordKind.PERIOD_JOURNAL, 1), (RecordKind.CLASS_JOURNAL, 1), (RecordKind.SUMMARY_SHEET, 2)],
)
def test_period_and_class_journals_share_a_dossier(
    school: Engine, dossier: str, kind: RecordKind, dossiers: int
) -> None:
    with transaction(school) as session:
        open_dossier(session, kind, seed="second")
    with transaction(school) as session:
        assert session.scalar(select(func.count()).select_from(Dossier)) == dossiers


def test_an_open_dossier_has_no_term(school: Engine, dossier: str) -> None:
    with transaction(school) as session:
        assert term_of(session, session.get_one(Dossier, (SCHOOL, dossier)), ZONE) is None


def test_a_closed_dossier_has_the_term_of_its_entry(school: Engine, dossier: str) -> None:
    with transaction(school) as session:
        close_dossier(session, OLGA, dossier, LATER, SeededEntropy())
    with transaction(school) as session:
        term = term_of(session, session.get_one(Dossier, (SCHOOL, dossier)), ZONE)
    assert term is not None
    assert (term.years, str(term.act_from)) == (5, "2032-01-01")


def test_the_year_of_closing_is_that_of_the_school_s_clocks(school: Engine, dossier: str) -> None:
    with transaction(school) as session:
        close_dossier(session, OLGA, dossier, datetime(2025, 12, 31, 22, tzinfo=UTC), SeededEntropy())
    with transaction(school) as session:
        term = term_of(session, session.get_one(Dossier, (SCHOOL, dossier)), ZONE)
    assert term is not None
    assert str(term.starts) == "2027-01-01"


def test_closing_again_changes_nothing(school: Engine, dossier: str) -> None:
    for at in (CUT_AT, LATER):
        with transaction(school) as session:
            close_dossier(session, OLGA, dossier, at, SeededEntropy())
    with transaction(school) as session:
        assert session.get_one(Dossier, (SCHOOL, dossier)).closed_at == CUT_AT


def test_a_hold_is_in_force(school: Engine, dossier: str) -> None:
    with transaction(school) as session:
        hold(session, dossier)
    with transaction(school) as session:
        (found,) = holds_on(session, SCHOOL, dossier)
    assert (found.reason, found.order_no, found.set_by) == ("запрос прокуратуры", "№ 12", ANNA.person)


def test_a_hold_is_on_its_dossier_only(school: Engine, dossier: str) -> None:
    with transaction(school) as session:
        hold(session, dossier)
        other = open_dossier(session, RecordKind.SUMMARY_SHEET, seed="second")
        assert holds_on(session, SCHOOL, other.id) == []


def test_a_lifted_hold_is_no_longer_in_force(school: Engine, dossier: str) -> None:
    with transaction(school) as session:
        lift_hold(session, OLGA, hold(session, dossier), LATER, SeededEntropy())
    with transaction(school) as session:
        assert holds_on(session, SCHOOL, dossier) == []


def test_setting_and_lifting_are_one_event_each(school: Engine, dossier: str) -> None:
    with transaction(school) as session:
        lift_hold(session, OLGA, hold(session, dossier), LATER, SeededEntropy())
    assert events(school) == ["hold.set", "hold.lifted"]


def test_a_hold_is_lifted_once(school: Engine, dossier: str) -> None:
    with transaction(school) as session:
        held = hold(session, dossier)
        lift_hold(session, OLGA, held, LATER, SeededEntropy())
        with pytest.raises(StateError, match=r"^hold\.lifted"):
            lift_hold(session, OLGA, held, LATER, SeededEntropy())


def test_an_unknown_hold_is_not_lifted(school: Engine) -> None:
    with transaction(school) as session, pytest.raises(NotFoundError, match=r"^hold\.unknown"):
        lift_hold(session, OLGA, "nothing", LATER, SeededEntropy())


def test_an_unknown_dossier_is_not_held(school: Engine) -> None:
    with transaction(school) as session, pytest.raises(NotFoundError, match=r"^dossier\.unknown"):
        hold(session, "nothing")
