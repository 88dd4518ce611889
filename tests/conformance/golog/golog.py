"""Asks Go's checksum database packages (x/mod, sumdb/tlog and sumdb/note), which share no code with us, about logs.

Questions are built here and answered by main.go, all of a batch by one process. The program is compiled once a
version of its sources and stays in the Python environment's folder. It needs Go 1.19 or later.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from records.digest import Json, sha256
from records.log.treehead import TreeHead

HERE: Final = Path(__file__).parent
CACHE: Final = Path(sys.prefix) / "golog"
SOURCES: Final = ("go.mod", "go.sum", "main.go", "tiles.go")

Question: TypeAlias = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Answer:
    """What Go says: why it refuses, or nothing; and what was asked for. `tile` is level, number, width."""

    refused: str = ""
    text: str = ""
    note: str = ""
    root: str = ""
    paths: tuple[str, ...] = ()
    tile: tuple[int, ...] = ()


def is_available() -> bool:
    """Whether this machine has Go."""
    return shutil.which("go") is not None


def ask(questions: Iterable[Question]) -> list[Answer]:
    """An answer for each question. Raises CalledProcessError when one is no question at all."""
    lines = _run([str(_program())], "\n".join(map(json.dumps, questions))).splitlines()
    return [_answer(json.loads(line)) for line in lines]


def _answer(said: dict[str, Json]) -> Answer:
    return Answer(**{name: tuple(v) if isinstance(v, list) else v for name, v in said.items()})  # type: ignore[arg-type]


def inclusion(leaf: bytes, index: int, head: TreeHead, proof: Sequence[bytes]) -> Question:
    """Is the leaf hash at `index` of the tree?"""
    return {"ask": "inclusion", "leaf": _text(leaf), "index": index, **_proven(head, proof)}


def consistency(old: TreeHead, new: TreeHead, proof: Sequence[bytes]) -> Question:
    """Does the new tree extend the old one? Go asks for an old tree that is not empty."""
    before: Question = {"old_size": old.size, "old_root": _text(old.root)}
    return {"ask": "consistency", **before, **_proven(new, proof)}


def opening(note: str, *verifiers: str) -> Question:
    """What text did one of the keys sign?"""
    return {"ask": "open", "note": note, "keys": list(verifiers)}


def signing(text: str, *signers: str) -> Question:
    """What is the note of this text, signed by each key?"""
    return {"ask": "sign", "text": text, "keys": list(signers)}


def folder(path: Path, head: TreeHead) -> Question:
    """Do all tiles and entries in this folder of a log prove themselves against the head?"""
    return {"ask": "folder", "folder": str(path), "size": head.size, "root": _text(head.root)}


def growth(old: int, new: int) -> Question:
    """Which hash tiles are published when a tree grows?"""
    return {"ask": "growth", "old_size": old, "size": new}


def naming(path: str) -> Question:
    """Which hash tile does this path name?"""
    return {"ask": "path", "path": path}


def _proven(head: TreeHead, proof: Sequence[bytes]) -> Question:
    return {"size": head.size, "root": _text(head.root), "proof": [_text(value) for value in proof]}


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _program() -> Path:
    """The compiled program, in a folder named after its sources."""
    built = CACHE / sha256(b"".join((HERE / name).read_bytes() for name in SOURCES))[:16]
    program = built / "golog"
    if built.is_dir():
        return program
    CACHE.mkdir(exist_ok=True)
    # A crash leaves a folder nobody reads; of two runs that compile at once, the first to rename wins.
    with tempfile.TemporaryDirectory(dir=CACHE, ignore_cleanup_errors=True) as temporary:
        fresh = Path(temporary) / "bin"
        _run(["go", "build", "-trimpath", "-buildvcs=false", "-mod=readonly", "-o", f"{fresh}/golog", "."])
        if not built.is_dir():
            fresh.rename(built)
    return program


def _run(command: list[str], given: str = "") -> str:
    done = subprocess.run(command, cwd=HERE, input=given, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        # Go says what is wrong on its errors; without it the failure tells nothing.
        error = subprocess.CalledProcessError(done.returncode, command[0], done.stdout, done.stderr)
        error.add_note(done.stderr[-2000:])
        raise error
    return done.stdout
