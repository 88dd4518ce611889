"""A demo installation is made once; whatever stops its making, the next try completes it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from records.identity import SystemEntropy
from tests.flow.site import AT, Site
from webui import demo
from webui.demo import STAFF, make_demo
from webui.installation import AUTHORITY, LOG_KEY
from webui.settings import DATABASE_FILE, FILE, Environment

STAGES = ("migrate", "SchoolAuthority.create", "_make_school", "_make_log_key", "write_whole")


def site_in(data: Path) -> Site:
    url = f"sqlite:///{data / DATABASE_FILE}"
    return Site(data, url, url)


def make(site: Site, at: datetime = AT) -> bool:
    return make_demo(Environment.read(site.environ()), at, SystemEntropy())


def count(site: Site, table: str) -> int:
    engine = create_engine(site.database)
    try:
        with engine.connect() as connection:
            return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)
    finally:
        engine.dispose()


def files(data: Path) -> dict[str, bytes]:
    """Everything but SQLite's own working files."""
    return {
        str(path.relative_to(data)): path.read_bytes()
        for path in data.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def test_the_first_try_makes_it(tmp_path: Path) -> None:
    assert make(site_in(tmp_path / "school"))


def test_the_second_try_finds_it(tmp_path: Path) -> None:
    make(site_in(tmp_path / "school"))
    assert not make(site_in(tmp_path / "school"))


def test_the_second_try_changes_no_byte(tmp_path: Path) -> None:
    site = site_in(tmp_path / "school")
    make(site)
    before = files(site.data)
    make(site)
    assert files(site.data) == before


def test_the_staff_is_appointed_once(tmp_path: Path) -> None:
    site = site_in(tmp_path / "school")
    make(site)
    assert count(site, "appointment") == len(STAFF)


@pytest.mark.parametrize("secret", [LOG_KEY, f"{AUTHORITY}/root.pem"])
def test_others_on_the_machine_do_not_read_keys(tmp_path: Path, secret: str) -> None:
    site = site_in(tmp_path / "school")
    make(site)
    assert not (site.data / secret).parent.stat().st_mode & 0o077


@pytest.mark.parametrize("stage", STAGES)
def test_a_crash_leaves_no_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    crash(site_in(tmp_path / "school"), monkeypatch, stage, "after")
    # `write_whole` writes the log key first: a crash after that is before letopis.toml too.
    assert not (tmp_path / "school" / FILE).exists()


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("when", ["before", "after"])
def test_after_a_crash_the_next_try_makes_a_whole_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, when: str
) -> None:
    site = site_in(tmp_path / "school")
    crash(site, monkeypatch, stage, when)
    make(site)
    assert (site.run("records").code, count(site, "school")) == (0, 1)


def crash(site: Site, monkeypatch: pytest.MonkeyPatch, stage: str, when: str) -> None:
    """Begin to make it and stop at the first call of a stage."""
    *owner, name = stage.split(".")
    holder = getattr(demo, owner[0]) if owner else demo
    real = getattr(holder, name)

    def stopped(*arguments: object) -> object:
        if when == "after":
            real(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(holder, name, stopped)
        with pytest.raises(KeyboardInterrupt):
            make(site)
