"""What can be done to a file: flip, truncate, append, reorder, delete, rename, swap, replay.

Each takes paths and a `Choose`, which picks a number below a bound: hypothesis does in the tests, a seed in the
command. An operation may happen to change nothing; the matrix does not count it then.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

Choose = Callable[[int], int]
Operation = Callable[[Path, Sequence[Path], Choose], None]
Thing = TypeVar("Thing")


def pick(things: Sequence[Thing], choose: Choose) -> Thing:
    """One of them."""
    return things[choose(len(things))]


def flipped(data: bytes, choose: Choose, start: int = 0, end: int | None = None) -> bytes:
    """The data with one bit of one byte in [start, end) changed."""
    at = start + choose((len(data) if end is None else end) - start)
    return data[:at] + bytes([data[at] ^ 1 << choose(8)]) + data[at + 1 :]


def flip(path: Path, _others: Sequence[Path], choose: Choose) -> None:
    """Change one bit."""
    path.write_bytes(flipped(path.read_bytes(), choose))


def truncate(path: Path, _others: Sequence[Path], choose: Choose) -> None:
    """Cut off the end, perhaps all of it."""
    data = path.read_bytes()
    path.write_bytes(data[: choose(len(data))])


def append(path: Path, _others: Sequence[Path], choose: Choose) -> None:
    """Add bytes at the end: a line break, a zero, rubbish, or the file once more."""
    data = path.read_bytes()
    path.write_bytes(data + pick((b"\n", b"\0", b"rubbish", data), choose))


def reorder(path: Path, _others: Sequence[Path], choose: Choose) -> None:
    """Let two lines, or two parts of what has no lines, change their places."""
    data = path.read_bytes()
    parts = (
        data.splitlines(keepends=True)
        if data.isascii()
        else [data[n : n + 32] for n in range(0, len(data), 32)]
    )
    one, other = choose(len(parts)), choose(len(parts))
    parts[one], parts[other] = parts[other], parts[one]
    path.write_bytes(b"".join(parts))


def delete(path: Path, _others: Sequence[Path], _choose: Choose) -> None:
    """Remove the file or folder."""
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def rename(path: Path, _others: Sequence[Path], choose: Choose) -> None:
    """Give it another name in its folder."""
    path.rename(path.with_name(pick((f"{path.name}x", f"x{path.name}", path.name.upper() + "~"), choose)))


def swap(path: Path, others: Sequence[Path], choose: Choose) -> None:
    """Let it change places with another of its kind."""
    other = pick([one for one in others if one != path], choose)
    aside = path.with_name("aside~")
    path.rename(aside)
    other.rename(path)
    aside.rename(other)


def replay(path: Path, others: Sequence[Path], choose: Choose) -> None:
    """Write another of its kind over it."""
    other = pick([one for one in others if one != path], choose)
    delete(path, (), choose)
    shutil.copytree(other, path) if other.is_dir() else shutil.copyfile(other, path)


def double(path: Path, _others: Sequence[Path], _choose: Choose) -> None:
    """Lay a copy beside it."""
    beside = path.with_name(f"{path.name}-copy")
    shutil.copytree(path, beside) if path.is_dir() else shutil.copyfile(path, beside)


BYTES: tuple[Operation, ...] = (flip, truncate, append, reorder)
PLACES: tuple[Operation, ...] = (delete, rename, swap, replay, double)
