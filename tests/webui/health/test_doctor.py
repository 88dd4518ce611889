"""The command `letopis doctor`: its words, its exit code, and that it changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.site import Site, letopis
from tests.retention.verification.archive import contents
from webui.health.words import WORDS

TESTS = Path(__file__).parent


@pytest.mark.parametrize("code", WORDS)
def test_every_finding_is_produced_by_a_test(code: str) -> None:
    assert any(f'"{code}"' in file.read_text("utf-8") for file in TESTS.glob("test_*.py"))


def test_nothing_bad_exits_with_zero(bare: Site) -> None:
    assert bare.run("doctor").code == 0


def test_something_bad_exits_with_one(bare: Site) -> None:
    (bare.data / "keys/log.key").chmod(0o644)
    assert bare.run("doctor").code == 1


def test_a_finding_says_what_where_and_what_to_do(bare: Site) -> None:
    (bare.data / "keys/log.key").chmod(0o644)
    assert bare.run("doctor").out.startswith(
        "ПЛОХО  keys/log.key  [key.readable]\n"
        "       Ключ доступен не одному владельцу (права 0644).\n"
        "       Что делать: chmod 600 (для папки 700); если его могли прочесть чужие, замените ключ.\n"
    )


def test_it_speaks_english(bare: Site) -> None:
    (bare.data / "keys/log.key").chmod(0o644)
    out = letopis({**bare.environ(), "LETOPIS_LANG": "en"}, "doctor").out
    assert "A key is not its owner's alone (mode 0644).\n       What to do: chmod 600" in out


def test_the_bad_stands_before_the_weak(bare: Site) -> None:
    (bare.data / "keys/log.key").chmod(0o644)
    weights = [one["weight"] for one in bare.run("doctor", "--json").json["findings"]]
    assert weights == sorted(weights)


def test_it_counts_what_it_found(bare: Site) -> None:
    report = bare.run("doctor", "--json").json
    assert (report["bad"], report["weak"]) == (0, len(report["findings"]))


def test_it_changes_nothing(autumn: Site) -> None:
    before = contents(autumn.location("safe"))
    events = autumn.run("records", "--json").out
    autumn.run("doctor")
    assert (contents(autumn.location("safe")), autumn.run("records", "--json").out) == (before, events)
