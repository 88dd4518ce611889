"""The doctor on the log, the copies, the terms and the accounts of an installation that works."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from records.lifecycle import ReplicaState
from records.log.note import NoteSigner, sign_note
from records.log.store import LogHead
from records.log.treehead import TreeHead
from records.registers.tables import Dossier
from records.school.tables import Appointment, Person, School
from retention.publication import CHECKPOINT
from retention.replica import Replica
from tests.flow.site import AT, Site
from tests.webui.health.patient import make_real, say
from webui.accounts.tables import Account

DIRECTOR, NOBODY = "Лебедева Анна Петровна", "Чужая Ирина Олеговна"


def later(**time: int) -> str:
    """A clock that much later than the installation's."""
    return (AT + timedelta(**time)).isoformat()


def test_a_clock_behind_the_log_is_bad(autumn: Site) -> None:
    assert say(autumn, later(days=-1))["clock.set_back"] == ("bad", "clock")


def test_a_clock_that_goes_is_not_told(autumn: Site) -> None:
    assert "clock.set_back" not in say(autumn)


def test_a_location_without_a_checkpoint_is_behind(autumn: Site) -> None:
    (autumn.location("safe") / CHECKPOINT).unlink()
    assert say(autumn)["log.behind"] == ("weak", "safe")


def test_a_location_with_a_checkpoint_of_nobody_is_behind(autumn: Site) -> None:
    (autumn.location("safe") / CHECKPOINT).write_text("somebody else\n1\nAAAA\n")
    assert say(autumn)["log.behind"] == ("weak", "safe")


def test_a_published_log_is_not_behind(autumn: Site) -> None:
    assert "log.behind" not in say(autumn)


def test_an_authority_that_expires_soon_is_told(autumn: Site) -> None:
    with autumn.workshop() as workshop:
        ends = min(
            one.certificate.not_valid_after_utc for one in (workshop.authority.issuer, workshop.authority.tsa)
        )
    assert "authority.expires" in say(autumn, (ends - timedelta(days=179)).isoformat())


def test_an_authority_that_lasts_is_not_told(autumn: Site) -> None:
    assert "authority.expires" not in say(autumn)


def test_real_work_without_anybody_outside_is_weak(autumn: Site) -> None:
    said = say(make_real(autumn), now=None)
    assert (said["log.heads_at_home"], said["timestamps.own"]) == (("weak", "log"), ("weak", "authority"))


def test_a_demo_is_not_asked_for_anybody_outside(autumn: Site) -> None:
    assert not {"log.heads_at_home", "timestamps.own", "keys.on_server"} & say(autumn).keys()


def test_keys_on_the_server_are_weak_until_the_policy_forbids_them(autumn: Site) -> None:
    with autumn.workshop() as workshop:
        real = make_real(autumn)
        assert say(real, now=None)["keys.on_server"] == ("weak", "authority")
        with workshop.transaction() as session:
            session.get_one(School, workshop.school).policy = {"server_keys": False}
        assert "keys.on_server" not in say(real, now=None)


def test_a_head_that_a_witness_cosigned_has_left(autumn: Site) -> None:
    with autumn.workshop() as workshop, workshop.transaction() as session:
        text = TreeHead(workshop.log, 10_000, bytes(32)).text()
        own = sign_note(text, workshop.log_signer)
        witness = sign_note(text, NoteSigner("witness.example", bytes(32))).removeprefix(text + "\n")
        session.add(
            LogHead(school_id=workshop.school, size=10_000, root=bytes(32), note=own + witness, at=AT)
        )
    assert "log.heads_at_home" not in say(make_real(autumn), now=None)


def test_a_damaged_copy_is_bad(autumn: Site) -> None:
    with autumn.workshop() as workshop, workshop.transaction() as session:
        session.execute(update(Replica).where(Replica.location == "safe").values(state=ReplicaState.DAMAGED))
    assert say(autumn)["copies.unhealthy"] == ("bad", "safe")


@pytest.mark.parametrize(("days", "weight"), [(93, "weak"), (367, "bad")])
def test_copies_that_nobody_reads_are_told(autumn: Site, days: int, weight: str) -> None:
    assert say(autumn, later(days=days))["copies.unchecked"][0] == weight


def test_copies_read_lately_are_not_told(autumn: Site) -> None:
    assert "copies.unchecked" not in say(autumn, later(days=91))


def close_dossiers(site: Site) -> str:
    """Close every dossier now; the heading of one."""
    with site.workshop() as workshop, workshop.transaction() as session:
        session.execute(update(Dossier).values(closed_at=AT))
        return session.scalars(select(Dossier.heading)).one()


def test_a_term_that_ends_soon_is_told(autumn: Site) -> None:
    heading = close_dossiers(autumn)
    said = {
        day: say(autumn, f"{day}T12:00:00+03:00").get("term.near") for day in ("2031-09-30", "2031-10-02")
    }
    assert said == {"2031-09-30": None, "2031-10-02": ("weak", heading)}


def hold(site: Site) -> None:
    """Forbid the destruction of the one dossier."""
    (dossier,) = site.run("due", "--json").json
    assert site.run("hold", "set", dossier["dossier"], "--reason", "суд", "--order", "№ 1").code == 0


def test_a_term_is_not_near_while_a_hold_is_on(autumn: Site) -> None:
    close_dossiers(autumn)
    hold(autumn)
    assert "term.near" not in say(autumn, "2031-12-01T12:00:00+03:00")


@pytest.mark.parametrize(("days", "told"), [(366, False), (367, True)])
def test_a_hold_is_told_after_a_year(autumn: Site, days: int, told: bool) -> None:
    hold(autumn)
    assert ("hold.old" in say(autumn, later(days=days))) is told


def give_account(site: Site, name: str, totp: str | None = None) -> None:
    """An account of that person without a password, who is made if the school does not know them."""
    with site.workshop() as workshop, workshop.transaction() as session:
        person = session.scalar(select(Person.id).where(Person.name == name))
        if person is None:
            session.add(Person(school_id=workshop.school, id="stranger", name=name))
            session.flush()
        session.add(
            Account(
                school_id=workshop.school,
                id="account",
                person_id=person or "stranger",
                login="someone",
                created_at=AT,
                totp=totp,
            )
        )


def ask_second_factor(site: Site, *roles: str) -> None:
    """Let the policy ask a second factor of these roles."""
    with site.workshop() as workshop, workshop.transaction() as session:
        session.get_one(School, workshop.school).policy = {"second_factor": list(roles)}


def test_a_policy_that_asks_no_second_factor_is_weak_in_real_work(bare: Site) -> None:
    ask_second_factor(bare, "administrator", "director")
    assert say(make_real(bare), now=None)["policy.second_factor"] == ("weak", "second_factor")


def test_a_policy_that_asks_it_of_whoever_can_do_much_is_well(bare: Site) -> None:
    ask_second_factor(bare, "administrator", "deputy_head", "director")
    assert "policy.second_factor" not in say(make_real(bare), now=None)


def test_an_account_that_should_have_a_second_factor_is_told(bare: Site) -> None:
    ask_second_factor(bare, "director")
    give_account(bare, DIRECTOR)
    assert say(bare)["account.no_second_factor"] == ("weak", "someone")


def test_an_account_that_has_it_is_not_told(bare: Site) -> None:
    ask_second_factor(bare, "director")
    give_account(bare, DIRECTOR, totp="concealed")
    assert "account.no_second_factor" not in say(bare)


def test_an_app_is_not_enough_where_the_policy_wants_a_passkey(bare: Site) -> None:
    with bare.workshop() as workshop, workshop.transaction() as session:
        session.get_one(School, workshop.school).policy = {"passkey": ["director"]}
    give_account(bare, DIRECTOR, totp="concealed")
    assert say(bare)["account.no_second_factor"] == ("weak", "someone")


def test_an_account_without_a_post_is_told(bare: Site) -> None:
    give_account(bare, NOBODY)
    assert say(bare)["account.no_post"] == ("weak", "someone")


def test_an_account_that_is_blocked_is_not_told(bare: Site) -> None:
    give_account(bare, NOBODY)
    with bare.workshop() as workshop, workshop.transaction() as session:
        session.execute(update(Account).values(active=False))
    assert "account.no_post" not in say(bare)


def test_a_post_that_has_ended_is_none(bare: Site) -> None:
    give_account(bare, DIRECTOR)
    with bare.workshop() as workshop, workshop.transaction() as session:
        session.execute(update(Appointment).values(until=datetime(2026, 1, 1).date()))
    assert say(bare)["account.no_post"] == ("weak", "someone")
