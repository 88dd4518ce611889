"""† Checks a foreign bag or PDF in a child process that may take only so much memory and time (docs/limits.md).

A file made to hurt (a bomb, a loop) ends as the finding check.too_costly, and one that our code trips over as
check.crashed: the process that asked goes on. Question and answer cross as JSON. It judges nothing itself.
"""

from __future__ import annotations

import base64
import json
import logging
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from records.errors import InputError, LetopisError
from records.times import parse_rfc3339, rfc3339
from retention import check
from retention.checked import Checked, Pages, Under, Verdict
from retention.paths import printable
from retention.verification.report import Problem
from signing.credential import CertificateFacts
from signing.indications import Indication, SubIndication
from signing.policy import Level
from signing.report import Changes, Coverage, SignatureFacts
from signing.trust import Trust

MAX_PROBLEMS: Final = 1000
_ROOT: Final = Path(__file__).resolve().parents[1]
# -P: the current folder may be the hostile bag itself, and must not lend a module.
_CHILD: Final = (sys.executable, "-P", "-m", "retention.confined")
_ENVIRONMENT: Final = {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one check may take: octets of address space, seconds of CPU, seconds on the wall."""

    memory: int = 1 << 30
    seconds: int = 30
    wall: int = 300


def check_path(path: Path, trust: Trust, at: datetime, limits: Limits = Limits()) -> Checked:
    """As `check.check_path`, within limits. Raises InputError when there is nothing to check."""
    question = {
        "path": str(path.absolute()),
        "roots": [base64.b64encode(root).decode() for root in trust.roots],
        "crls": [base64.b64encode(crl).decode() for crl in trust.crls],
        "at": rfc3339(at),
        "limits": asdict(limits),
    }
    try:
        done = subprocess.run(
            _CHILD,
            input=json.dumps(question).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # libraries grumble there about damage, without end
            env=_ENVIRONMENT,
            timeout=limits.wall,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _unfinished(path, "check.too_costly", f"{limits.wall} s")
    if done.returncode < 0:  # the limit of time kills; so does a stack that a library let overflow
        return _unfinished(path, "check.too_costly", f"signal {-done.returncode}")
    if done.returncode:
        return _unfinished(path, "check.crashed", f"exit {done.returncode}")
    return _read_answer(path, json.loads(done.stdout))


_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "check.too_costly": (
        "Файл требует больше памяти или времени, чем отведено на проверку: возможно, он сделан во вред",
        "the file asks for more memory or time than a check may take: perhaps it was made to do harm",
    ),
    "check.crashed": (
        "Файл устроен так, что проверка на нём прервалась. Сообщите разработчикам",
        "the check broke off at this file; tell the developers",
    ),
    "check.more_problems": (
        f"Показаны первые {MAX_PROBLEMS} замечаний из",
        f"only the first {MAX_PROBLEMS} findings are shown of",
    ),
}


def _problem(code: str, more: str) -> Problem:
    ru, en = _WORDS[code]
    return Problem("", "", "", code, f"{ru} ({more}).", f"{en} ({more})")


def _unfinished(path: Path, code: str, more: str) -> Checked:
    return Checked(str(path), None, None, (), None, (_problem(code, more),))


def _read_answer(path: Path, answer: Mapping[str, Any]) -> Checked:
    if refused := answer.get("refused"):
        raise InputError(*refused)
    if stopped := answer.get("stopped"):
        return _unfinished(path, *stopped)
    found = answer["checked"]
    return Checked(
        path=str(path),
        title=found["title"],
        digest=found["digest"],
        signatures=tuple(map(_read_facts, found["signatures"])),
        anchor=found["anchor"],
        problems=tuple(Problem(**problem) for problem in found["problems"]),
        pages=Pages(found["pages"]),
        form=found["form"],
        code=found["code"],
        verdict=_read_verdict(found["verdict"]),
        powers=tuple(Under(**under) for under in found["powers"]),
    )


def _read_verdict(found: Mapping[str, Any] | None) -> Verdict | None:
    if found is None:
        return None
    return Verdict(Indication(found["indication"]), _read_sub(found["sub_indication"]))


def _read_sub(name: str | None) -> SubIndication | None:
    return None if name is None else SubIndication(name)


def _read_facts(found: Mapping[str, Any]) -> SignatureFacts:
    stated, claimed, proven = found["certificate"], found["claimed_at"], found["proven_at"]
    bounds = {key: datetime.fromisoformat(stated[key]) for key in ("not_before", "not_after")}
    return SignatureFacts(
        **{
            **found,
            "certificate": CertificateFacts(**{**stated, **bounds}),
            "claimed_at": None if claimed is None else datetime.fromisoformat(claimed),
            "proven_at": None if proven is None else datetime.fromisoformat(proven),
            "level": Level(found["level"]),
            "indication": Indication(found["indication"]),
            "sub_indication": _read_sub(found["sub_indication"]),
            "coverage": Coverage(found["coverage"]),
            "changes": Changes(found["changes"]),
        }
    )


# --- In the child ----------------------------------------------------------------------------------------


def answer(question: Mapping[str, Any]) -> Mapping[str, Any]:
    """The check itself, as a value for JSON; whatever it raises becomes a part of the answer."""
    trust = Trust(*(tuple(map(base64.b64decode, question[key])) for key in ("roots", "crls")))
    try:
        found = check.check_path(Path(question["path"]), trust, parse_rfc3339(question["at"]))
    except LetopisError as error:
        return {"refused": (error.code, error.ru, error.en)}
    except MemoryError:
        return {"stopped": ("check.too_costly", "MemoryError")}
    except Exception as error:
        return {"stopped": ("check.crashed", printable(f"{type(error).__name__}: {error}"[:200]))}
    shown = list(found.problems[:MAX_PROBLEMS])
    if len(found.problems) > MAX_PROBLEMS:
        shown.append(_problem("check.more_problems", str(len(found.problems))))
    signatures = [asdict(facts) for facts in found.signatures]
    problems = [asdict(problem) for problem in shown]
    return {
        "checked": {
            "title": found.title,
            "digest": found.digest,
            "anchor": found.anchor,
            "signatures": signatures,
            "problems": problems,
            "pages": found.pages,
            "form": found.form,
            "code": found.code,
            "verdict": asdict(found.verdict) if found.verdict else None,
            "powers": [asdict(under) for under in found.powers],
        }
    }


def confine(limits: Mapping[str, int]) -> None:
    """Bind this process for good: memory, CPU time, no file written, few opened, no core left behind."""
    for kind, wanted in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        bound = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (bound, bound))


def main() -> None:
    """Answer the question on standard input, under its limits."""
    question = json.load(sys.stdin)
    confine(question["limits"])
    logging.disable()
    json.dump(answer(question), sys.stdout, default=datetime.isoformat)


if __name__ == "__main__":
    main()
