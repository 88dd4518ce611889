"""The same rows give the same bytes in any process: hash seed, time zone, locale and folder do not show in print."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flow.kill import Undisturbed, differences
from tests.flow.seeds import Seed
from tests.flow.story import outcome

COMMAND = (sys.executable, "-c", "from webui.cli import main; main()")
ROOT = Path(__file__).parents[2]
SURROUNDINGS = {
    "east": {"PYTHONHASHSEED": "1", "TZ": "Asia/Kamchatka", "LC_ALL": "C.UTF-8"},
    "west": {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": "POSIX", "LETOPIS_LANG": "en"},
}


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_a_year_closed_elsewhere_is_the_same(
    autumn: Seed, peace: Undisturbed, name: str, tmp_path: Path
) -> None:
    copy = autumn.copy(tmp_path / name)
    environ = {**os.environ, **copy.site.environ(), **SURROUNDINGS[name], "PYTHONPATH": str(ROOT)}
    words = ("close-year", "--class", "9А", "--workers", "1")
    done = subprocess.run([*COMMAND, *words], env=environ, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert differences(peace.outcome, outcome(copy.site)) == []
    copy.drop()
