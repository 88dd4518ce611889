"""An installation opens whole or says what is missing."""

from __future__ import annotations

import pytest

from records.db import close_engine
from records.errors import LetopisError, SetupError
from tests.flow.site import AT, Site
from webui.installation import AUTHORITY, LOG_KEY, open_installation
from webui.settings import Environment


def open_site(site: Site) -> str:
    """Open it and give back the school's id."""
    opened = open_installation(Environment.read(site.environ()))
    close_engine(opened.workshop.engine)
    return opened.workshop.school


def refused(site: Site) -> str:
    with pytest.raises(LetopisError) as error:
        open_site(site)
    return error.value.code


def test_the_locations_are_those_of_the_settings(bare: Site) -> None:
    with bare.workshop() as workshop:
        assert [location.name for location in workshop.locations] == ["server", "safe"]


def test_the_clock_of_the_demo_installation_is_the_one_set(bare: Site) -> None:
    opened = open_installation(Environment.read(bare.environ()))
    close_engine(opened.workshop.engine)
    assert opened.clock.now() == AT


def test_the_log_is_named_after_the_school(bare: Site) -> None:
    with bare.workshop() as workshop:
        assert workshop.log == f"letopis/{workshop.school}"


def test_without_its_log_key_nothing_opens(bare: Site) -> None:
    (bare.data / LOG_KEY).unlink()
    assert refused(bare) == "settings.log_key"


def test_without_its_authority_nothing_opens(bare: Site) -> None:
    (bare.data / AUTHORITY / "root.pem").unlink()
    assert refused(bare) == "authority.absent"


def test_a_database_without_a_guard_is_not_opened(bare: Site) -> None:
    with bare.owning() as engine, engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER letopis_guard_lesson_insert")
    with pytest.raises(SetupError) as error:
        open_site(bare)
    assert "letopis migrate" in error.value.ru
