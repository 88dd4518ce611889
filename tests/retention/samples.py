"""Small bags and ways to spoil a location, for the tests of retention."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from retention.disk import DiskLocation
from retention.errors import LocationError
from retention.location import Entry, LocationState
from retention.package import Bag, pack

PREFIX = "records/2025/m2c4k7wq5t3x6z7a2b4c"
INFO = {"Source-Organization": "МБОУ СОШ № 7", "External-Identifier": "m2c4k7wq5t3x6z7a2b4c"}
DAY = date(2026, 6, 30)
PAYLOAD = {
    "record.pdf": b"%PDF-1.7\n" + bytes(range(256)),
    "record.json": b'{"pupil":"\xd0\x9b\xd0\xb5\xd0\xbd\xd0\xb0"}',
}
BAG = pack(PAYLOAD, INFO, DAY)
OTHER = pack(PAYLOAD | {"record.json": b"{}"}, INFO, DAY)


def disk(root: Path, name: str = "подвал", bag: Bag | None = BAG) -> DiskLocation:
    """A location below `root`, with a bag in its place unless told otherwise."""
    location = DiskLocation(name, root / name)
    location.root.mkdir()
    if bag is not None:
        location.put_bag(PREFIX, bag.files)
    return location


def spread(root: Path, files: Mapping[str, bytes]) -> Path:
    """Files as a plain directory."""
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


@dataclass
class FaultyLocation:
    """A location whose n-th changing call fails: before it, after it, or half-way.

    `torn` leaves half of the bytes at the final path and says nothing, as a lying medium does.
    """

    inner: DiskLocation
    fail_at: int
    mode: str
    calls: int = field(default=0)

    @property
    def name(self) -> str:
        return self.inner.name

    def _change(self, tear: Callable[[], object], act: Callable[[], str | None]) -> str | None:
        self.calls += 1
        if self.calls != self.fail_at:
            return act()
        if self.mode == "torn":
            tear()
            return None
        if self.mode == "after":
            act()
        raise LocationError("location.failed", "сбой", "fault")

    def put(self, path: str, data: bytes) -> None:
        self._write({path: data}, lambda: self.inner.put(path, data))

    def put_bag(self, prefix: str, files: Mapping[str, bytes]) -> None:
        whole = {f"{prefix}/{path}": data for path, data in files.items()}
        self._write(whole, lambda: self.inner.put_bag(prefix, files))

    def _write(self, files: Mapping[str, bytes], act: Callable[[], None]) -> None:
        def tear() -> None:
            # Even a lying medium refuses what is in the way: there is nothing to tear then.
            if any(self.exists(path) for path in files):
                act()
                return
            kept = list(files)[: len(files) // 2 + 1]
            spread(self.inner.root, {path: files[path] for path in kept[:-1]})
            spread(self.inner.root, {kept[-1]: files[kept[-1]][: len(files[kept[-1]]) // 2]})

        self._change(tear, act)

    def replace(self, path: str, data: bytes) -> None:
        self._change(
            lambda: self.inner.replace(path, data[: len(data) // 2]), lambda: self.inner.replace(path, data)
        )

    def delete(self, path: str) -> None:
        self._change(lambda: None, lambda: self.inner.delete(path))

    def move_aside(self, prefix: str, label: str) -> str | None:
        return self._change(lambda: None, lambda: self.inner.move_aside(prefix, label))

    def probe(self) -> LocationState:
        return self.inner.probe()

    def get(self, path: str) -> bytes:
        return self.inner.get(path)

    def chunks(self, path: str) -> Iterator[bytes]:
        return self.inner.chunks(path)

    def exists(self, path: str) -> bool:
        return self.inner.exists(path)

    def list(self, prefix: str) -> Iterator[Entry]:
        return self.inner.list(prefix)

    def sweep(self) -> tuple[str, ...]:
        return self.inner.sweep()


CALLS = ("mkdir", "write", "fsync", "link", "rename", "replace", "unlink", "rmdir")
DIED = 9


def dies_at(call: int, action: Callable[[], object]) -> bool:
    """Run `action` in a child process that dies, without clean-up, before its n-th change of the disk.

    False when it came to its end first.
    """
    child = os.fork()
    if child == 0:
        try:
            _count_down(call)
            action()
        except BaseException:
            os._exit(1)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, DIED), f"the child failed otherwise: {status}"
    return status == DIED


def _count_down(call: int) -> None:
    left = call

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def step(*args: object, **kwargs: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                os._exit(DIED)
            return real(*args, **kwargs)

        return step

    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))
