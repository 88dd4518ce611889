"""The judge finds nothing in a year closed in peace, is independent of the product, and tells when verify lies."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from tests.faults import judge as judging
from tests.faults.judge import ARCHIVE, judge
from tests.faults.judge_evidence import gather
from tests.faults.judge_verify import judge_verify
from tests.flow.seeds import Seed
from tests.flow.site import Ran, Site
from tests.retention.verification.archive import Archive, flip

HERE = Path(__file__).parent
PRODUCT = {"records", "signing", "retention", "webui"}
TRUSTED = {"psycopg", "cryptography", "pypdf"}


def test_a_year_closed_in_peace_is_blameless(closed: Site) -> None:
    assert judge(closed) == []


def test_a_year_half_closed_is_blameless(autumn: Seed, tmp_path: Path) -> None:
    copy = autumn.copy(tmp_path / "school")
    assert judge(copy.site) == []
    copy.drop()


def test_a_school_in_which_nothing_is_closed_is_blameless(imported: Seed, tmp_path: Path) -> None:
    copy = imported.copy(tmp_path / "school")
    assert judge(copy.site) == []
    copy.drop()


# --- Independence -----------------------------------------------------------------------------------------


def _imports(tree: ast.Module) -> Iterator[str]:
    guarded = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in guarded:
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


@pytest.mark.parametrize("file", sorted(HERE.glob("judge*.py")), ids=lambda path: path.name)
def test_the_judge_imports_nothing_of_the_product(file: Path) -> None:
    allowed = sys.stdlib_module_names | TRUSTED
    imports = _imports(ast.parse(file.read_text("utf-8")))
    strange = {
        n for n in imports if n.split(".")[0] not in allowed and not n.startswith("tests.faults.judge_")
    }
    assert strange == set()


def test_nothing_of_the_product_is_loaded_with_the_judge() -> None:
    program = "import sys, tests.faults.judge; print(*{name.split('.')[0] for name in sys.modules})"
    root = HERE.parents[1]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert PRODUCT.isdisjoint(done.stdout.split())


def test_no_check_is_forgotten() -> None:
    checks = {name for name in vars(judging) if name.startswith("judge_")}
    files = {path.stem for path in HERE.glob("judge_*.py")}
    named = {check.__name__ for check in ARCHIVE} | {"judge_tidiness", "judge_verify"}
    assert checks - files == named - files


# --- What verify says -------------------------------------------------------------------------------------


def _said(change: Callable[[dict[str, Any]], object], code: int = 0) -> Callable[..., Ran]:
    """A `letopis verify --json` that tells something else."""
    run = Site.run

    def lying(site: Site, *words: str) -> Ran:
        report = run(site, *words).json
        change(report)
        return Ran(code, json.dumps(report), "")

    return lying


_PROBLEM = {"record": None, "location": None, "path": None, "code": "bag.invented", "detail": ""}


@pytest.mark.parametrize(
    ("change", "code", "sentence"),
    [
        (lambda r: r.update(records=7), 0, "verify counts 7 records, the judge 8"),
        (lambda r: r.update(replicas=15), 0, "verify counts 15 replicas, the judge 16"),
        (lambda r: r.update(bytes=1), 0, "verify counts 1 bytes, the judge"),
        (lambda r: r["expected"].pop(), 0, "verify expects 7 and has 7, the judge 8 and 8"),
        (lambda r: None, 1, "verify finds [] and ends with 1"),
        (lambda r: r["problems"].append(_PROBLEM), 0, "verify finds ['bag.invented'] and ends with 0"),
        (lambda r: r["problems"].append(_PROBLEM), 1, "verify finds ['bag.invented'] where the judge"),
    ],
)
def test_a_verification_that_says_something_else_is_told(
    closed: Site, change: Callable[[dict[str, Any]], object], code: int, sentence: str
) -> None:
    with mock.patch.object(Site, "run", _said(change, code)):
        told = list(judge_verify(closed, gather(closed), []))
    assert sentence in " ".join(told)


def test_a_verification_that_gives_no_report_is_told(closed: Site) -> None:
    with mock.patch.object(Site, "run", return_value=Ran(2, "", "no such command")):
        assert list(judge_verify(closed, gather(closed), [])) == [
            "verify gives no report but 2: no such command"
        ]


def test_a_verification_that_finds_nothing_where_something_is_wrong_is_told(closed: Site) -> None:
    told = list(judge_verify(closed, gather(closed), ["something is wrong"]))
    assert told == ["verify finds nothing"]


def test_judge_and_verify_agree_about_a_damaged_copy(closed: Site) -> None:
    flip(Archive(closed).bag() / "data/record.pdf")
    found = judge(closed)
    assert any("than manifest-sha512.txt states" in sentence for sentence in found)
    assert not any(sentence.startswith("verify") for sentence in found)


def test_evidence_that_cannot_be_read_is_a_finding(closed: Site) -> None:
    Archive(closed).edit("UPDATE snapshot SET body = :body", body=b"{}")
    assert any("judge_snapshots cannot go on: KeyError" in sentence for sentence in judge(closed))
