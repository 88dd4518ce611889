from __future__ import annotations

import os
import subprocess
import sys

import pytest
from weasyprint.text import ffi

from records.documents import fonts
from records.documents.faces import REPERTOIRE, Face
from records.documents.fonts import load_faces
from records.errors import SetupError


def test_every_character_of_the_repertoire_is_in_every_face() -> None:
    assert all(set(REPERTOIRE) <= set(metrics.glyphs) for metrics in load_faces().values())


def test_digits_are_equally_wide_so_that_columns_stand() -> None:
    sans = load_faces()[Face.SANS]
    assert len({sans.width(digit, 10) for digit in "0123456789"}) == 1


def test_without_the_subsetting_library_printing_refuses_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffi, "harfbuzz_subset", None)
    with pytest.raises(SetupError) as refusal:
        load_faces.__wrapped__()
    assert refusal.value.code == "documents.harfbuzz_subset"


def test_without_the_school_fonts_printing_refuses_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "CUTS", {Face.SANS: ("PT Nowhere", 400)})
    with pytest.raises(SetupError) as refusal:
        load_faces.__wrapped__()
    assert refusal.value.code == "documents.fonts"


def test_a_process_that_ends_unloads_no_library_in_which_a_thread_may_still_sort_fonts() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "import records.documents.fonts"],
        env={**os.environ, "LD_DEBUG": "files"},
        stderr=subprocess.PIPE,
        text=True,
        check=True,
    )
    loaded = {
        line.split("file=")[1].split()[0]
        for line in ended.stderr.splitlines()
        if "generating link map" in line
    }
    unloaded = [line for line in ended.stderr.splitlines() if "destroying link map" in line]
    assert any(name.startswith("libpangoft2") for name in loaded), loaded
    assert [line for line in unloaded if "pango" in line or "fontconfig" in line] == []
