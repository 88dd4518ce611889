"""The doctor on settings and on what refuses to open: each finding is produced by an installation that has it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from weasyprint.text import ffi

from records.db import transaction
from records.documents import fonts
from records.school.tables import Person, School
from signing import lta_corrections
from tests.flow.seeds import Seed, make_bare
from tests.flow.site import AT, Site
from tests.postgres import Cluster
from tests.webui.health.patient import make_real, rewrite, say
from webui.accounts.tables import Account
from webui.installation import AUTHORITY, LOG_KEY
from webui.secrets import SITE_KEY
from webui.settings import FILE


def test_a_demo_is_called_a_demo(bare: Site) -> None:
    assert say(bare)["demo.installation"] == ("weak", FILE)


def test_an_installation_for_real_work_is_not(bare: Site) -> None:
    assert "demo.installation" not in say(make_real(bare), now=None)


@pytest.mark.parametrize("setting", ["https = true", "proxies = 1"])
def test_a_demo_that_is_open_to_the_outside_is_bad(bare: Site, setting: str) -> None:
    rewrite(bare, "demo = true", f"demo = true\n\n[site]\n{setting}")
    assert say(bare)["demo.reachable"] == ("bad", FILE)


def test_a_demo_in_which_people_have_passwords_is_bad(bare: Site) -> None:
    with bare.workshop() as workshop, workshop.transaction() as session:
        person = session.query(Person).first()
        assert person
        session.add(
            Account(
                school_id=person.school_id,
                id="a",
                person_id=person.id,
                login="a",
                created_at=AT,
                password="$",
            )
        )
    assert say(bare)["demo.real_accounts"] == ("bad", "account")


def test_real_work_over_plain_http_is_bad(bare: Site) -> None:
    rewrite(bare, "demo = true", "demo = false")
    assert say(bare, now=None)["site.plain_http"] == ("bad", FILE)


@pytest.mark.parametrize("variable", ["LETOPIS_DEBUG", "FLASK_DEBUG"])
def test_debugging_is_weak_in_a_demo_and_bad_in_real_work(bare: Site, variable: str) -> None:
    demo = say(bare, **{variable: "1"})["debug.on"]
    real = say(make_real(bare), now=None, **{variable: "1"})["debug.on"]
    assert (demo, real) == (("weak", variable), ("bad", variable))


def test_debugging_that_is_off_is_not_told(bare: Site) -> None:
    assert "debug.on" not in say(bare, FLASK_DEBUG="0")


def test_the_superuser_is_told_that_it_runs_the_program(bare: Site) -> None:
    assert ("process.root" in say(bare)) == (os.geteuid() == 0)


def test_two_schools_in_one_file_are_bad(bare: Site) -> None:
    with bare.owning() as engine, transaction(engine) as session:
        session.add(School(id="other", name="Школа № 57", zone="Europe/Moscow", policy={}))
    assert say(bare)["database.schools_in_file"] == ("bad", "school")


def test_settings_that_cannot_be_read_are_all_that_is_told(bare: Site) -> None:
    (bare.data / FILE).write_text("school = ")
    assert say(bare) == {"settings.damaged": ("bad", FILE)}


def test_a_clock_set_by_hand_in_real_work_is_bad(bare: Site) -> None:
    assert say(make_real(bare))["settings.clock"][0] == "bad"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (SITE_KEY, "site.key"),
        (LOG_KEY, "settings.log_key"),
        (f"{AUTHORITY}/root.pem", "authority.absent"),
        ("letopis.db", "settings.no_database"),
    ],
)
def test_a_file_that_is_gone_is_told_with_everything_else(bare: Site, file: str, code: str) -> None:
    (bare.data / file).unlink()
    said = say(bare)
    assert (said[code][0], "demo.installation" in said) == ("bad", True)


def test_a_missing_guard_is_bad(bare: Site) -> None:
    with bare.owning() as engine, engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER letopis_guard_lesson_insert")
    assert say(bare)["guard.missing"] == ("bad", "LETOPIS_DATABASE")


def test_a_missing_subsetting_library_is_bad(bare: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffi, "harfbuzz_subset", None)
    fonts.load_faces.cache_clear()
    assert say(bare)["documents.harfbuzz_subset"][0] == "bad"


def test_missing_fonts_are_bad(bare: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "CUTS", {"sans": ("PT Nowhere", 400)})
    fonts.load_faces.cache_clear()
    assert say(bare)["documents.fonts"][0] == "bad"


def test_another_release_of_a_signature_library_is_bad(bare: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lta_corrections, "PINNED", {"pyhanko": "0.0.1"})
    assert say(bare)["setup.libraries"] == ("bad", "pyHanko")


@pytest.fixture(scope="module")
def served(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Seed:
    """The small school on PostgreSQL."""
    return make_bare(tmp_path_factory.mktemp("doctor"), cluster)


def test_a_wall_that_is_down_is_bad(served: Seed, tmp_path: Path) -> None:
    site = served.copy(tmp_path / "school").site
    with site.owning() as engine, engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE pupil DISABLE ROW LEVEL SECURITY")
    assert say(site)["wall.missing"] == ("bad", "LETOPIS_DATABASE")


def test_an_application_that_owns_its_tables_is_bad(served: Seed, tmp_path: Path) -> None:
    site = served.copy(tmp_path / "school").site
    assert say(Site(site.data, site.owner, site.owner))["database.exempt_role"] == ("bad", "letopis_owner")


def test_an_application_in_its_own_role_is_not(served: Seed, tmp_path: Path) -> None:
    assert "database.exempt_role" not in say(served.copy(tmp_path / "school").site)
