"""Whatever a foreign file does, its check ends with a coded finding in bounded time and memory."""

from __future__ import annotations

import io
import json
import logging
import os
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from records.errors import InputError
from retention import check, confined
from retention.checked import Checked, Verdict
from retention.confined import Limits, check_path
from retention.verification.report import Problem
from signing.indications import Indication, SubIndication
from signing.report import Changes, Coverage
from signing.trust import Trust, trust_from_pem
from tests.retention.hostile_pdfs import ATTACKS, many_revisions
from tests.retention.samples import spread

SEEDS = Path(__file__).parents[1] / "fuzz" / "seeds"
BAG = SEEDS / "bag"
PDF = BAG / "data" / "record.pdf"
AT = datetime(2026, 6, 1, tzinfo=UTC)
TIGHT = Limits(memory=512 << 20, seconds=5)
NO_SNAPSHOT, BROKEN = "pdf.no_snapshot", "snapshot.broken"
UNREADABLE, UNSIGNED = "signature.unreadable", "signature.missing"
COSTLY = ["check.too_costly"]


@pytest.fixture(scope="module")
def trust() -> Trust:
    return trust_from_pem((SEEDS / "trust.pem").read_bytes())


def question(path: Path) -> dict[str, object]:
    return {"path": str(path), "roots": [], "crls": [], "at": "2026-06-01T00:00:00Z"}


def test_a_good_bag_has_no_findings(trust: Trust) -> None:
    assert check_path(BAG, trust, AT).problems == ()


@pytest.mark.parametrize("path", [BAG, PDF])
def test_nothing_is_lost_on_the_way_back(path: Path, trust: Trust) -> None:
    assert check_path(path, trust, AT) == check.check_path(path, trust, AT)


@pytest.mark.parametrize(
    ("attack", "found"),
    [
        ("attachment_bomb", [NO_SNAPSHOT, UNSIGNED]),
        ("deep_snapshot", [BROKEN, UNSIGNED]),
        ("many_attachments", COSTLY),
        ("long_snapshot", COSTLY),
        ("object_stream_bomb", [NO_SNAPSHOT, UNREADABLE]),
        ("table_bomb", [NO_SNAPSHOT, UNREADABLE]),
        ("table_loop", [NO_SNAPSHOT, UNREADABLE]),
        ("page_loop", [NO_SNAPSHOT, UNREADABLE]),
        ("length_loop", [NO_SNAPSHOT, UNSIGNED]),
        ("length_lie", [NO_SNAPSHOT, UNSIGNED]),
        ("deep_array", [NO_SNAPSHOT, UNREADABLE]),
        ("reference_chain", [NO_SNAPSHOT, UNREADABLE]),
        ("field_tree", COSTLY),
        ("filter_chain", [NO_SNAPSHOT, UNSIGNED]),
        ("table_ring", [NO_SNAPSHOT, UNREADABLE]),
        ("endless_table", [NO_SNAPSHOT, UNREADABLE]),
        ("encrypted", [NO_SNAPSHOT, "signature.encrypted"]),
        ("many_revisions", [NO_SNAPSHOT, UNSIGNED]),
    ],
)
def test_a_hostile_pdf_ends_as_a_finding(attack: str, found: list[str], trust: Trust, tmp_path: Path) -> None:
    path = tmp_path / "record.pdf"
    path.write_bytes(ATTACKS[attack]())
    assert [problem.code for problem in check_path(path, trust, AT, TIGHT).problems] == found


def test_thousands_of_revisions_after_a_signature_end_at_the_limit_of_time(
    trust: Trust, tmp_path: Path
) -> None:
    path = tmp_path / "record.pdf"
    path.write_bytes(many_revisions(PDF.read_bytes(), 5000))
    assert [p.code for p in check_path(path, trust, AT, Limits(seconds=2)).problems] == COSTLY


def test_a_check_that_waits_for_ever_is_ended(trust: Trust) -> None:
    assert [p.code for p in check_path(PDF, trust, AT, Limits(wall=0)).problems] == COSTLY


def test_a_process_that_ends_without_an_answer_is_told(trust: Trust, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "_CHILD", (sys.executable, "-c", "raise SystemExit(9)"))
    assert [problem.code for problem in check_path(PDF, trust, AT).problems] == ["check.crashed"]


def test_the_folder_one_stands_in_lends_no_module(
    trust: Trust, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spread(tmp_path, {"retention/__init__.py": b"raise SystemExit(9)", "json.py": b"raise SystemExit(9)"})
    monkeypatch.chdir(tmp_path)
    assert check_path(BAG, trust, AT).problems == ()


def test_limits_hold_in_the_child() -> None:
    script = (
        "from retention.confined import confine\n"
        "confine({'memory': 300 << 20, 'seconds': 5})\n"
        "try: bytearray(400 << 20)\n"
        "except MemoryError: print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=60)
    assert done.stdout == b"refused\n"


def test_the_child_writes_no_file(tmp_path: Path) -> None:
    script = (
        "import sys; from retention.confined import confine\n"
        "confine({'memory': 1 << 30, 'seconds': 5})\n"
        f"try: open({str(tmp_path / 'x')!r}, 'w', buffering=1).write('x\\n')\n"
        "except OSError: print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=60)
    assert done.stdout == b"refused\n"


def test_a_fault_of_ours_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("\x1b[2J")

    monkeypatch.setattr(check, "check_path", broken)
    assert confined.answer(question(PDF)) == {
        "stopped": ("check.crashed", "ZeroDivisionError: \\x1b[2J"),
    }


def test_a_want_of_memory_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(check, "check_path", greedy)
    assert confined.answer(question(PDF)) == {"stopped": ("check.too_costly", "MemoryError")}


def test_the_child_confines_itself_and_answers_on_standard_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bounds: list[object] = []
    monkeypatch.setattr(confined, "confine", bounds.append)
    monkeypatch.setattr(logging, "disable", lambda: bounds.append("quiet"))
    asked = json.dumps({**question(Path("absent")), "limits": {"memory": 1, "seconds": 2}})
    monkeypatch.setattr(sys, "stdin", io.StringIO(asked))
    confined.main()
    assert bounds == [{"memory": 1, "seconds": 2}, "quiet"]
    assert json.loads(capsys.readouterr().out)["refused"][0] == "check.absent"


def test_a_bound_that_is_tighter_already_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    set_to: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (5, 5))
    monkeypatch.setattr(resource, "setrlimit", set_to.__setitem__)
    confined.confine({"memory": 100, "seconds": 3})
    assert (set_to[resource.RLIMIT_AS], set_to[resource.RLIMIT_CPU]) == ((5, 5), (3, 3))


def test_findings_without_end_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    many = (Problem("", "", "x", "file.added", "лишний", "added"),) * 2000
    found = Checked("x", None, None, (), None, many)
    monkeypatch.setattr(check, "check_path", lambda *_: found)
    problems = confined.answer(question(PDF))["checked"]["problems"]
    assert (len(problems), problems[-1]["code"]) == (1001, "check.more_problems")


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_refused_and_not_read(make: object, trust: Trust, tmp_path: Path) -> None:
    path = tmp_path / "record.pdf"
    make(path)  # type: ignore[operator]
    with pytest.raises(InputError) as caught:
        check_path(path, trust, AT)
    assert caught.value.code == "check.absent"


def test_a_name_too_long_for_any_file_is_refused(trust: Trust) -> None:
    with pytest.raises(InputError) as caught:
        check_path(Path("x" * 5000), trust, AT)
    assert caught.value.code == "check.absent"


def test_a_file_over_the_limit_is_refused(trust: Trust, tmp_path: Path) -> None:
    path = tmp_path / "record.pdf"
    path.touch()
    os.truncate(path, check.MAX_PDF + 1)
    with pytest.raises(InputError) as caught:
        check_path(path, trust, AT)
    assert caught.value.code == "check.too_large"


def test_a_link_that_one_names_oneself_is_followed(trust: Trust, tmp_path: Path) -> None:
    (tmp_path / "запись.pdf").symlink_to(PDF)
    assert check_path(tmp_path / "запись.pdf", trust, AT).problems == ()


def test_the_verdict_on_each_signature_comes_through(trust: Trust) -> None:
    found = check_path(PDF, trust, AT)
    assert found.verdict == Verdict(Indication.TOTAL_PASSED, None)
    assert [(one.coverage, one.changes) for one in found.signatures] == [
        (Coverage.REVISION, Changes.PROOFS)
    ] * 2


def test_a_damaged_file_is_called_by_the_names_of_the_standard(trust: Trust, tmp_path: Path) -> None:
    spoilt = bytearray(PDF.read_bytes())
    spoilt[3000] ^= 1
    (tmp_path / "record.pdf").write_bytes(spoilt)
    found = check_path(tmp_path / "record.pdf", trust, AT)
    assert found.verdict == Verdict(Indication.TOTAL_FAILED, SubIndication.HASH_FAILURE)
    assert {one.indication for one in found.signatures} == {Indication.TOTAL_FAILED}
