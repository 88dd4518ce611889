"""The rules of the house that neither ruff nor import-linter knows.

Each rule walks the files of the repository and names every place that breaks it.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from records.lifecycle import diagram

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("records", "signing", "retention", "webui", "bench")
TEXTS = {".py", ".md", ".toml", ".html", ".css", ".js", ".mako", ".txt", ".json", ""}
# Files that may be long, with the reason.
LONG: dict[str, str] = {}
LONGEST = 300

# Spelled so that this file does not find itself.
MACHINE = re.compile(r"(?<![\w.}])/(?:wor[k]|roo[t]|tm[p]|hom[e]/\w+)/")
REGISTRY = re.compile(r"pypi[.]org|pythonhosted[.]org|npmjs[.]org|deb[.]debian[.]org")
CODE = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
WALL = re.compile(
    r"(?:\b|\.)(?:datetime|date|dt)\.(?:now|utcnow|today)$"
    r"|^time\.(?:time|time_ns|gmtime|localtime|ctime|strftime)$"
    r"|\bfunc\.(?:now|current_\w+|localtime\w*|sysdate)$"
)


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def wall_clock_reads(tree: ast.Module) -> Iterator[int]:
    """The lines that ask what time it is: by the datetime or time module or by the database."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and WALL.search(ast.unparse(node)):
            yield node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (
                node.lineno for name in node.names if name.name in {"time", "time_ns", "localtime", "gmtime"}
            )
        elif isinstance(node, ast.Constant) and node.value == "CURRENT_TIMESTAMP":
            yield node.lineno


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "dt.date.today()",
        "time.time()",
        "from time import time",
        "select(func.now())",
        "sa.func.current_timestamp()",
        "text('CURRENT_TIMESTAMP')",
    ],
)
def test_a_reading_of_the_wall_clock_is_seen(line: str) -> None:
    assert list(wall_clock_reads(ast.parse(line))) == [1]


@pytest.mark.parametrize(
    "line", ["clock.now()", "time.perf_counter()", "settings.clock.now()", "date(2025, 9, 1)"]
)
def test_a_reading_of_our_clock_is_not_taken_for_one(line: str) -> None:
    assert list(wall_clock_reads(ast.parse(line))) == []


def test_only_the_clock_reads_the_wall_clock() -> None:
    readers = {place(path) for path in sources() if list(wall_clock_reads(ast.parse(path.read_text())))}
    assert readers == {"records/clock.py"}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        place(path)
        for path in sources()
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_no_file_is_longer_than_a_noun_needs() -> None:
    code = [*sources(), *sorted((ROOT / "tests").rglob("*.py"))]
    lines = {place(path): path.read_text().count("\n") for path in code}
    assert {name: count for name, count in lines.items() if count > LONGEST and name not in LONG} == {}


def test_no_file_names_a_machine_or_a_registry() -> None:
    named = re.compile(f"{MACHINE.pattern}|{REGISTRY.pattern}")
    found = [(place(path), match.group()) for path in texts() for match in named.finditer(path.read_text())]
    assert found == []


def texts() -> Iterator[Path]:
    """Every text of the project: code, templates, documents, settings, scripts."""
    folders = [*PACKAGES, "tests", "templates", "migrations", "docs", ".ci"]
    inside = (
        path for folder in folders for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts
    )
    for path in [*inside, *ROOT.glob("*")]:
        if path.is_file() and path.suffix in TEXTS and not path.name.startswith(".coverage"):
            yield path


def error_codes() -> Iterator[tuple[str, str]]:
    """(code, file) of each error that is made with a literal code."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Error") and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and CODE.fullmatch(str(first.value)):
                    yield str(first.value), place(path)


def test_an_error_code_belongs_to_one_file() -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for code, path in error_codes():
        owners[code].add(path)
    assert {code: sorted(files) for code, files in owners.items() if len(files) > 1} == {}


def test_the_page_on_states_is_drawn_from_the_code() -> None:
    assert (ROOT / "docs" / "lifecycle.md").read_text() == diagram(), "draw it again: make lifecycle"
