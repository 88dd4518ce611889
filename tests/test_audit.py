"""What the audit of the libraries says is what was audited."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

AUDITED = Path(__file__).parents[1] / ".ci" / "audited.py"
WEAK = {"name": "jinja2", "version": "2.0", "vulns": [{"id": "PYSEC-2019-217", "fix_versions": ["2.10.1"]}]}
SOUND = {"name": "flask", "version": "3.1", "vulns": []}
SKIPPED = {"name": "alembic", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("libraries", "code", "said"),
    [
        ([SOUND], 0, "libraries audited: 1, not audited: 0, weaknesses: 0"),
        ([SOUND, SKIPPED], 0, "libraries audited: 1, not audited: 1, weaknesses: 0"),
        ([SOUND, WEAK], 1, "jinja2 2.0: PYSEC-2019-217, mended in 2.10.1"),
        ([SKIPPED, SKIPPED], 2, ""),
        ([], 2, ""),
    ],
)
def test_only_what_was_asked_about_counts_as_audited(
    libraries: list[dict[str, Any]], code: int, said: str, tmp_path: Path
) -> None:
    report = tmp_path / "found.json"
    report.write_text(json.dumps({"dependencies": libraries}), "utf-8")
    done = subprocess.run([sys.executable, AUDITED, report], capture_output=True, text=True, check=False)
    assert (done.returncode, said in done.stdout, bool(done.stdout)) == (code, True, bool(said))
