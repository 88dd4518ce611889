"""`letopis policy`: what the school sets, shown, checked and put in force on the server."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.flow.site import Site
from tests.webui.said import refusal

STEPS = [{"role": "teacher", "key": "own"}, {"role": "deputy_head", "key": "qualified"}]
WANTED = {"signatures": {"period_journal": {"steps": STEPS}}}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "policy.json"
    made.write_text(json.dumps(WANTED), "utf-8")
    return made


def shown(site: Site, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(site.run("policy", "show", *words).out)
    return found


def test_what_is_set_is_shown_and_logged(bare: Site, file: Path) -> None:
    before = shown(bare)
    ran = bare.run("policy", "set", str(file))
    assert (ran.code, "signatures.period_journal:" in ran.out) == (0, True), ran.err
    assert '→ {"signers": ["teacher", "deputy_head"]' in ran.out
    assert '"keys": {"teacher": "own", "deputy_head": "qualified"}' in ran.out
    assert (shown(bare), before) == (WANTED, {})
    keys = shown(bare, "--all")["signatures.period_journal"]["keys"]
    assert keys == {"teacher": "own", "deputy_head": "qualified"}
    assert bare.run("verify", "--json").code == 0
    assert refusal(bare.run("policy", "set", str(file))) == "policy.same"


def test_a_check_changes_nothing(bare: Site, file: Path) -> None:
    ran = bare.run("policy", "set", "--check", str(file))
    assert (ran.code, "→" in ran.out, shown(bare)) == (0, True, {})


def test_what_is_wrong_is_refused_with_its_place(bare: Site, file: Path) -> None:
    file.write_text(json.dumps(WANTED).replace("qualified", "good"), "utf-8")
    ran = bare.run("policy", "set", str(file))
    assert (refusal(ran), "steps[1]" in ran.err, shown(bare)) == ("policy.wrong", True, {})


def test_a_file_that_cannot_be_read_is_refused(bare: Site, tmp_path: Path) -> None:
    assert refusal(bare.run("policy", "set", str(tmp_path / "none.json"))) == "policy.file"
    (tmp_path / "octets.json").write_bytes(b"\xff\xfe")
    assert refusal(bare.run("policy", "set", str(tmp_path / "octets.json"))) == "policy.file"
    os.mkfifo(tmp_path / "pipe")
    assert refusal(bare.run("policy", "set", str(tmp_path / "pipe"))) == "policy.file"
