"""The last day of a turn: by the school's rule and calendar, shown, told once a stage, and in the log."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from records.school.tables import Period
from signing.request import SignatureRequest
from tests.flow.site import AT, Site
from tests.webui.clocks import MovingClock
from tests.webui.closing.declining import decline_one, findings
from tests.webui.closing.desk import actor, cut, sign_all, waiting
from tests.webui.notices.told import told
from tests.webui.visitors import DEPUTY, TEACHER, app_of, installation_of, set_policy, signed_in
from webui.notices.reminding import remind

# AT is Tuesday 26.05.2026; five working days later it is Tuesday 02.06.
DUE = date(2026, 6, 2)


def dues(app: Flask) -> set[tuple[str, date | None]]:
    with installation_of(app).workshop.reading() as session:
        rows = session.scalars(select(SignatureRequest)).all()
        return {(row.role, row.due) for row in rows}


def test_a_turn_has_a_last_day_from_when_it_comes(app: Flask, cut_site: Site) -> None:
    assert dues(app) == {("teacher", DUE), ("deputy_head", None)}
    sign_all(cut_site)
    assert dues(app) == {("teacher", DUE), ("deputy_head", DUE)}
    assert findings(installation_of(app).workshop) == []


def test_the_schools_rule_and_calendar_give_the_day(bare: Site) -> None:
    with app_of(bare) as made:
        set_policy(
            made,
            signatures={"period_journal": {"days": 2}},
            compromise={"holidays": ["2026-05-27"], "weekend": [6]},
        )
        cut(bare)
        assert dues(made) == {("teacher", date(2026, 5, 29)), ("deputy_head", None)}


def test_a_school_may_set_no_last_day(bare: Site) -> None:
    with app_of(bare) as made:
        set_policy(made, signatures={"period_journal": {"days": None}})
        cut(bare)
        assert dues(made) == {("teacher", None), ("deputy_head", None)}
        assert remind(installation_of(made).workshop, AT + timedelta(days=30)) > 0
        assert {kind for kind, _ in told(made, TEACHER)} == {"to_sign"}


def test_what_is_late_is_shown_late(app: Flask, cut_site: Site, clock: MovingClock) -> None:
    assert "просрочен" not in signed_in(app, TEACHER).get("/tasks").text.partition("to-confirm")[0]
    clock.moment = AT + timedelta(days=8)

    assert "просрочен" in signed_in(app, TEACHER).get("/tasks").text.partition("to-confirm")[0]
    assert "не подписан вами в срок" in signed_in(app, TEACHER).get("/home").text
    assert "не поставлен" in signed_in(app, DEPUTY).get("/home").text
    deputy = signed_in(app, DEPUTY)
    with installation_of(app).workshop.reading() as session:
        period = session.scalars(select(Period.id).where(Period.number == 1)).one()
    heat = deputy.get(f"/heat?period={period}").text
    assert (heat.count('class="cell unsigned" href'), heat.count('class="cell signing" href')) == (3, 0)
    ran = cut_site.run("doctor", "--json", now=(AT + timedelta(days=8)).isoformat())
    assert "signatures.late" in {one["code"] for one in ran.json["findings"]}


def test_the_last_day_and_what_is_late_are_told_once_each(app: Flask, cut_site: Site) -> None:
    workshop = installation_of(app).workshop
    for day in range(12):
        for hour in (0, 6):
            remind(workshop, AT + timedelta(days=day, hours=-9 + hour))

    said = [(kind, what["until"]) for kind, what in told(app, TEACHER) if kind.startswith("sign_")]
    assert said == [("sign_today", DUE.isoformat()), ("sign_late", DUE.isoformat())]
    assert not any(kind.startswith("sign_") for kind, _ in told(app, DEPUTY))


def test_of_what_was_declined_nobody_is_reminded(app: Flask, cut_site: Site) -> None:
    workshop = installation_of(app).workshop
    while actor(workshop, TEACHER).person in waiting(workshop):
        decline_one(workshop, TEACHER)
    remind(workshop, AT + timedelta(days=10))

    assert {kind for kind, _ in told(app, TEACHER)} <= {"refused"}


def test_a_moved_last_day_contradicts_the_log(app: Flask, cut_site: Site) -> None:
    with cut_site.owning() as engine, engine.begin() as connection:
        for name in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='trigger'").all():
            connection.exec_driver_sql(f"DROP TRIGGER {name[0]}")
        connection.exec_driver_sql("UPDATE signature_request SET due = '2027-01-01' WHERE position = 0")
    assert "catalogue.contradicts_log" in findings(installation_of(app).workshop)
