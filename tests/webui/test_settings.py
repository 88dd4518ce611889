"""What the environment and letopis.toml say, and how each wrong setting is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.clock import FixedClock, SystemClock
from records.errors import InputError, SetupError
from webui.settings import FILE, Environment, LocationSetting, Settings

GIVEN = Settings(
    Path("school"),
    "sqlite:///x.db",
    "m2c4k7wq5t3x6z7a2b4c",
    False,
    (LocationSetting("подвал", "locations/подвал"), LocationSetting("диск", "/media/disk")),
)


def written(data: Path, text: str) -> Environment:
    (data / FILE).write_text(text, "utf-8")
    return Environment.read({"LETOPIS_DATA": str(data)})


def test_without_a_word_the_data_lie_in_var(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert Environment.read({}).data == tmp_path / "var"


def test_the_database_lies_in_the_data_folder(tmp_path: Path) -> None:
    environment = Environment.read({"LETOPIS_DATA": str(tmp_path)})
    assert environment.database == f"sqlite:///{tmp_path}/letopis.db"


def test_another_database_may_be_named() -> None:
    url = "postgresql+psycopg://letopis_app@/school"
    assert Environment.read({"LETOPIS_DATABASE": url}).database == url


def test_the_owner_of_the_tables_is_the_application_unless_named() -> None:
    assert Environment.read({"LETOPIS_DATABASE": "sqlite:///x.db"}).database_owner == "sqlite:///x.db"


@pytest.mark.parametrize(
    ("word", "language"), [("ru", "ru"), ("en", "en"), ("en_GB.UTF-8", "en"), ("EN", "en"), ("de", "ru")]
)
def test_messages_are_russian_unless_english_is_asked(word: str, language: str) -> None:
    assert Environment.read({"LETOPIS_LANG": word}).language == language


@pytest.mark.parametrize("text", ["2026", "2026-05-27T18:00:00", "вчера", "2026-13-01T00:00:00+03:00"])
def test_a_moment_without_date_or_zone_is_refused(text: str) -> None:
    with pytest.raises(InputError) as refused:
        Environment.read({"LETOPIS_NOW": text})
    assert refused.value.code == "settings.now"


@given(st.text())
def test_any_word_for_the_moment_is_read_or_refused(text: str) -> None:
    try:
        moment = Environment.read({"LETOPIS_NOW": text}).now
    except InputError:
        return
    assert moment is None or moment.tzinfo is not None


def test_without_a_moment_the_clock_is_the_machine_s() -> None:
    assert isinstance(Environment.read({}).clock(demo=False), SystemClock)


def test_a_demo_installation_may_have_its_clock_set() -> None:
    environment = Environment.read({"LETOPIS_NOW": "2026-05-27T18:00:00+03:00"})
    assert environment.clock(demo=True) == FixedClock(datetime(2026, 5, 27, 15, tzinfo=UTC))


def test_a_real_installation_refuses_to_have_its_clock_set() -> None:
    environment = Environment.read({"LETOPIS_NOW": "2026-05-27T18:00:00+03:00"})
    with pytest.raises(SetupError) as refused:
        environment.clock(demo=False)
    assert refused.value.code == "settings.clock"


def test_settings_written_are_settings_read(tmp_path: Path) -> None:
    read = Settings.load(written(tmp_path, GIVEN.text()))
    assert (read.school, read.demo, read.locations) == (GIVEN.school, GIVEN.demo, GIVEN.locations)


def test_a_folder_without_settings_holds_no_installation(tmp_path: Path) -> None:
    with pytest.raises(SetupError) as refused:
        Settings.load(Environment.read({"LETOPIS_DATA": str(tmp_path)}))
    assert refused.value.code == "settings.absent"


@pytest.mark.parametrize(
    "text",
    ["school = ", "", 'school = "x"', GIVEN.text().replace("path", "way"), 'school = "x"\nlocations = 3'],
)
def test_damaged_settings_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SetupError) as refused:
        Settings.load(written(tmp_path, text))
    assert refused.value.code == "settings.damaged"


def test_settings_in_another_alphabet_are_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes('school = "школа"'.encode("cp1251"))
    with pytest.raises(SetupError) as refused:
        Settings.load(Environment.read({"LETOPIS_DATA": str(tmp_path)}))
    assert refused.value.code == "settings.damaged"


def test_a_location_lies_in_the_data_folder_unless_its_path_is_absolute() -> None:
    assert [GIVEN.folder(location) for location in GIVEN.locations] == [
        Path("school/locations/подвал"),
        Path("/media/disk"),
    ]
