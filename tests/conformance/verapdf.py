"""Asks veraPDF, which shares no code with us, whether files are PDF/A-3u (ISO 19005-3): paths to verdicts.

Its libraries come from Maven Central once a version and stay in the Python environment's folder, outside the
sources. It needs a JDK (11 or later) and Maven; it looks at no signature's value.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from records.digest import sha256

HERE: Final = Path(__file__).parent
CACHE: Final = Path(sys.prefix) / "verapdf"
PROGRAMS: Final = ("java", "javac", "mvn")
BRIEF: Final = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # a process of seconds: half the time


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule: clause and test number («6.4.3-1»), what is wrong, and the object it was found in."""

    rule: str
    message: str
    place: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF says of one file; at most five findings of a rule are kept."""

    compliant: bool
    findings: tuple[Finding, ...]


def is_available() -> bool:
    """Whether this machine has a JDK and Maven."""
    return all(map(shutil.which, PROGRAMS))


def judge(files: Mapping[str, Path]) -> Mapping[str, Verdict]:
    """A verdict for each name, all from one Java process. Raises CalledProcessError if one is no PDF at all."""
    command = [
        "java",
        *BRIEF,
        "-cp",
        f"{libraries(HERE / 'pom.xml')}/*",
        str(HERE / "Judge.java"),
        *map(str, files.values()),
    ]
    output = run(command).splitlines()
    return {name: _verdict(line) for name, line in zip(files, output, strict=True)}


def _verdict(line: str) -> Verdict:
    said = json.loads(line)
    return Verdict(said["compliant"], tuple(Finding(**finding) for finding in said["findings"]))


def libraries(pom: Path) -> Path:
    """The folder of the jars that a pom asks for, named after it."""
    folder = CACHE / sha256(pom.read_bytes())[:16]
    if folder.is_dir():
        return folder
    CACHE.mkdir(exist_ok=True)
    # A crash leaves a folder nobody reads; of two runs that build at once, the first to rename wins.
    with tempfile.TemporaryDirectory(dir=CACHE, ignore_cleanup_errors=True) as temporary:
        built = Path(temporary) / "lib"
        goal = ("dependency:copy-dependencies", f"-DoutputDirectory={built}")
        run(["mvn", "--batch-mode", "--quiet", "--strict-checksums", "--file", str(pom), *goal])
        if not folder.is_dir():
            built.rename(folder)
    return folder


def run(command: list[str]) -> str:
    """What a program says; what it says of a failure is a note of the error."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        # Maven says what is wrong on its output, Java on its errors; without it the failure tells nothing.
        error = subprocess.CalledProcessError(done.returncode, command[0], done.stdout, done.stderr)
        error.add_note((done.stdout + done.stderr)[-2000:])
        raise error
    return done.stdout
