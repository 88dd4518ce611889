"""What the reading of a workbook may take, whatever it holds: memory, time, mistakes told, what is opened at all.

A reading that meets its bound does so in a process of its own, without coverage: the end comes between any two
instructions, and coverage, struck between taking its lock and giving it back, would wait for itself for good.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from records.school.imports.archive import WorkbookError
from records.school.imports.bounds import MAX_SECONDS, bounded
from records.school.imports.problems import MAX_PROBLEMS
from records.school.imports.reader import read_class
from records.school.imports.workbook import parse_sheets, read_sheets
from tests.records.imports.hostile_workbooks import journal, million_links, packed, with_rows
from tests.records.imports.small_class import sheets_of, small_book

READ = """
import sys
from pathlib import Path
from records.school.imports.bounds import MAX_SECONDS, bounded
from records.school.imports.workbook import WorkbookError, parse_sheets
try:
    with bounded(seconds=float(sys.argv[2]), memory=int(sys.argv[3])):
        parse_sheets(Path(sys.argv[1]).read_bytes())
except WorkbookError as error:
    print(error.code)
"""


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(WorkbookError) as caught, bounded(seconds=0.2, memory=64 << 20):
        act()
    return caught.value.code


def refused_alone(path: Path, data: bytes, seconds: float, memory: int) -> str:
    """With which code a process of its own refuses to read the workbook within these bounds."""
    path.write_bytes(data)
    asked = [sys.executable, "-c", READ, str(path), str(seconds), str(memory)]
    return subprocess.run(asked, capture_output=True, check=True, text=True, timeout=200).stdout.strip()


def spin() -> None:
    while True:
        pass


def test_work_without_end_is_ended() -> None:
    assert refusal(spin) == "import.too_costly"


def test_a_want_of_memory_is_ended() -> None:
    assert refusal(lambda: bytearray(128 << 20)) == "import.too_costly"


def test_no_boundary_inside_takes_the_end_for_damage(tmp_path: Path) -> None:
    row = b"".join(b"<c><v>%d</v></c>" % n for n in range(300))
    data = with_rows(b"".join(b"<row r='%d'>%b</row>" % (n, row) for n in range(100, 1900)))
    assert refused_alone(tmp_path / "журнал.xlsx", data, 0.2, 64 << 20) == "import.too_costly"


def test_what_openpyxl_keeps_without_end_is_ended(tmp_path: Path) -> None:
    found = refused_alone(tmp_path / "журнал.xlsx", million_links(), MAX_SECONDS, 200 << 20)
    assert found == "import.too_costly"


def test_the_process_goes_on_with_the_bounds_it_had() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGVTALRM)
    refusal(spin)
    assert (resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGVTALRM)) == before
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_a_thousand_mistakes_are_told_and_then_that_there_may_be_more() -> None:
    book = small_book()
    book["Алгебра"] += [["31.12.2025", "сто", "", "", ""] for _ in range(2 * MAX_PROBLEMS)]
    reading = read_class(sheets_of(book))
    codes = [problem.code for problem in reading.problems]
    assert (reading.value, len(codes), codes[-1]) == (None, MAX_PROBLEMS + 1, "import.more_problems")


@pytest.mark.parametrize(
    "make",
    [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/dev/zero"), lambda path: path.symlink_to(path)],
)
def test_what_is_no_file_is_not_read(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "журнал.xlsx")
    with pytest.raises(WorkbookError) as caught:
        read_sheets(tmp_path / "журнал.xlsx")
    assert caught.value.code == "import.not_a_file"


def test_a_link_to_a_workbook_is_followed(tmp_path: Path) -> None:
    (tmp_path / "настоящий.xlsx").write_bytes(packed(journal()))
    (tmp_path / "журнал.xlsx").symlink_to(tmp_path / "настоящий.xlsx")
    assert read_sheets(tmp_path / "журнал.xlsx") == parse_sheets(packed(journal()))
