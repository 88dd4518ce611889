"""The command itself: help in Russian for everything, one message for every error, the language of messages."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.flow.site import Ran, Site, letopis
from tests.webui.said import refusal
from webui.cli import letopis as group

CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def commands(of: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that lead to it."""
    context = click.Context(of)
    for name in of.list_commands(context):
        command = of.get_command(context, name)
        assert command, f"{name} is listed and cannot be called"
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)


ALL = dict(commands(group))


def test_the_commands_are_those_of_the_documentation() -> None:
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
    assert {words for words in ALL if f"`letopis {' '.join(words)}" not in readme} == set()


@pytest.mark.parametrize("words", ALL, ids=" ".join)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_command_says_in_russian_what_it_does(words: tuple[str, ...], flag: str) -> None:
    ran = letopis({}, *words, flag)
    assert (ran.code, bool(CYRILLIC.search(ran.out))) == (0, True)


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_option_says_in_russian_what_it_is(words: tuple[str, ...]) -> None:
    options = [param for param in ALL[words].params if isinstance(param, click.Option)]
    assert [option.name for option in options if not CYRILLIC.search(option.help or "")] == []


def test_help_needs_no_installation(tmp_path: Path) -> None:
    assert letopis({"LETOPIS_DATA": str(tmp_path / "nowhere")}, "verify", "--help").code == 0


@pytest.mark.parametrize("words", [("frobnicate",), ("verify", "--frob"), ("cutoff",), ("check",)])
def test_a_wrong_command_is_exit_2_without_a_traceback(words: tuple[str, ...]) -> None:
    ran = letopis({}, *words)
    assert (ran.code, "Traceback" in ran.err, ran.out) == (2, False, "")


def absent(tmp_path: Path, **environ: str) -> Ran:
    return letopis({"LETOPIS_DATA": str(tmp_path / "nowhere"), **environ}, "records")


def test_without_an_installation_the_message_says_how_to_make_one(tmp_path: Path) -> None:
    ran = absent(tmp_path)
    assert (ran.code, refusal(ran), "letopis demo" in ran.err) == (2, "settings.absent", True)


def test_a_message_is_russian(tmp_path: Path) -> None:
    assert "нет установки" in absent(tmp_path).err


def test_a_message_is_english_when_asked(tmp_path: Path) -> None:
    assert not CYRILLIC.search(absent(tmp_path, LETOPIS_LANG="en").err)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_wrong_moment_is_told_in_the_language_asked(language: str) -> None:
    ran = letopis({"LETOPIS_NOW": "вчера", "LETOPIS_LANG": language}, "records")
    assert (refusal(ran), "нужно время" in ran.err) == ("settings.now", language == "ru")


def test_the_clock_of_a_real_installation_is_not_set(bare: Site) -> None:
    settings = bare.data / "letopis.toml"
    settings.write_text(settings.read_text().replace("demo = true", "demo = false"))
    assert refusal(bare.run("records")) == "settings.clock"


def test_the_script_ends_with_the_exit_code(tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("letopis")
    environ = {"LETOPIS_DATA": str(tmp_path / "nowhere"), "PATH": ""}
    ended = subprocess.run([script, "records"], env=environ, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout, "[settings.absent]" in ended.stderr) == (2, "", True)


def test_an_interrupted_command_says_that_it_can_be_repeated(
    bare: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("webui.cli.listing.records_of", interrupted)
    ran = bare.run("records")
    assert (ran.code, "Повторите команду" in ran.err) == (130, True)
