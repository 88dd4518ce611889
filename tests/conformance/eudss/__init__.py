"""Asks EU DSS, which shares no code with us, what signatures are worth (EN 319 102-1): paths to verdicts.

Its libraries come from Maven Central as veraPDF's do (../verapdf.py). It trusts one root and fetches nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from records.times import rfc3339
from tests.conformance.verapdf import BRIEF, libraries, run

HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Opinion:
    """What EU DSS says of one signature."""

    file: str
    indication: str
    sub_indication: str
    level: str


def judge(root: Path, at: datetime, files: Sequence[Path]) -> Sequence[Opinion]:
    """An opinion for each signature, file by file, in the order of signing."""
    classes = f"{libraries(HERE / 'pom.xml')}/*"
    asked = [str(root), rfc3339(at), *map(str, files)]
    said = run(["java", *BRIEF, "-cp", classes, str(HERE / "DssJudge.java"), *asked])
    return [Opinion(*line.split("\t")) for line in said.splitlines()]
