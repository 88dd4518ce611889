"""The log: outbox drained, one story in the database and in every location, computed anew (RFC 9162, C2SP).

Leaves from the events' bodies and salts (ADR 0011), the tree from the leaves, checkpoints and tiles from the tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cryptography.exceptions import InvalidSignature

from tests.faults.judge_digest import leaf, open_checkpoint, root, salted
from tests.faults.judge_evidence import Evidence, Folder

WIDTH = 256


def judge_log(evidence: Evidence) -> Iterator[str]:
    """What is wrong with the log of the database."""
    events = sorted((row for row in evidence.tables["log_event"]), key=lambda row: row["id"])
    if waiting := [row["id"] for row in events if row["idx"] is None]:
        yield f"the outbox is not drained: events {waiting} wait"
    for row in events:
        if row["body"] is None or row["salt"] is None:
            continue  # erased by an executed act; its leaf stays
        if salted("letopis/event/1", row["salt"], row["body"]) != row["entry"].hex():
            yield f"the entry of event {row['id']} is not the salted digest of its body"
    indices = sorted(row["idx"] for row in events if row["idx"] is not None)
    if indices != list(range(len(indices))):
        yield f"the log has not the indices 0 to {len(indices) - 1}"
    yield from _heads(evidence)
    yield from _hashes(evidence)


def _entries(evidence: Evidence) -> list[bytes]:
    rows = [row for row in evidence.tables["log_event"] if row["idx"] is not None]
    return [row["entry"] for row in sorted(rows, key=lambda row: row["idx"])]


def _heads(evidence: Evidence) -> Iterator[str]:
    leaves = [leaf(entry) for entry in _entries(evidence)]
    heads = {row["size"]: row for row in evidence.tables["log_head"]}
    if max(heads, default=0) != len(leaves):
        yield f"the newest signed head is of {max(heads, default=0)} events and there are {len(leaves)}"
    key = next(iter(evidence.locations.values())).files.get("log/log.vkey", b"").decode()
    for size, row in sorted(heads.items()):
        signed = _opened(row["note"], key)
        if signed is None:
            yield f"the head of size {size} is not signed by the log's key"
        elif signed != (key.partition("+")[0], size, row["root"]) or root(leaves[:size]) != row["root"]:
            yield f"the head of size {size} is not the root of the first {size} leaves"


def _opened(note: str, key: str) -> tuple[str, int, bytes] | None:
    try:
        return open_checkpoint(note, key)
    except (ValueError, InvalidSignature):
        return None


def _hashes(evidence: Evidence) -> Iterator[str]:
    stored = {(row["level"], row["idx"]): row["hash"] for row in evidence.tables["log_hash"]}
    computed = dict(_complete([leaf(entry) for entry in _entries(evidence)]))
    for place in sorted(stored.keys() ^ computed.keys()):
        yield f"the stored tree lacks or invents the hash {place}"
    for place in sorted(stored.keys() & computed.keys()):
        if stored[place] != computed[place]:
            yield f"the stored hash {place} is not that of its leaves"


def _complete(leaves: Sequence[bytes]) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Every complete subtree of the tree: (level, place) -> hash."""
    level = 0
    while len(leaves) >> level:
        for place in range(len(leaves) >> level):
            yield (level, place), root(leaves[place << level : (place + 1) << level])
        level += 1


def judge_published(evidence: Evidence) -> Iterator[str]:
    """What is wrong with the log's files in the locations."""
    heads = {row["size"]: row["note"].encode() for row in evidence.tables["log_head"]}
    entries = _entries(evidence)
    for name, folder in evidence.locations.items():
        needed = _needed(heads, entries)
        tiles = _tiles_ever(sorted(heads), entries)
        for path, data in sorted(needed.items()):
            if folder.files.get(path) != data:
                yield f"{path} in {name} is not what the log gives"
        yield from _strangers(name, folder, {**tiles, **needed})
    keys = {folder.files.get("log/log.vkey") for folder in evidence.locations.values()}
    roots = {folder.files.get("registers/trust.pem") for folder in evidence.locations.values()}
    if len(keys) != 1 or None in keys:
        yield "the locations do not hold one key of the log"
    if (
        len(roots) != 1
        or None in roots
        or not evidence.own.files["authority/root.pem"].endswith(roots.pop() or b"-")
    ):
        yield "the locations do not hold the root certificate of the authority"


def _needed(heads: Mapping[int, bytes], entries: Sequence[bytes]) -> dict[str, bytes]:
    """Checkpoint, the checkpoints kept under their size, and the tiles of the newest tree."""
    kept = {f"log/checkpoints/{size}": note for size, note in heads.items()}
    return {"log/checkpoint": heads[max(heads)], **kept, **_tiles(entries)}


def _tiles(entries: Sequence[bytes]) -> dict[str, bytes]:
    """The entry bundles and hash tiles of a tree of these entries."""
    found = {}
    for first in range(0, len(entries), WIDTH):
        part = entries[first : first + WIDTH]
        found[_path("entries", first // WIDTH, len(part))] = b"".join(b"\0\x20" + entry for entry in part)
    leaves, level = [leaf(entry) for entry in entries], 0
    while count := len(leaves) >> 8 * level:
        shift = 8 * level
        hashes = [root(leaves[place << shift : (place + 1) << shift]) for place in range(count)]
        for first in range(0, count, WIDTH):
            part = hashes[first : first + WIDTH]
            found[_path(str(level), first // WIDTH, len(part))] = b"".join(part)
        level += 1
    return found


def _path(level: str, index: int, width: int) -> str:
    thousands = "".join(f"x{int(part):03}/" for part in f"{index:,}".split(",")[:-1])
    partial = f".p/{width}" if width < WIDTH else ""
    return f"log/tile/{level}/{thousands}{index % 1000:03}{partial}"


def _tiles_ever(sizes: Sequence[int], entries: Sequence[bytes]) -> dict[str, bytes]:
    """The tiles of every tree that was ever signed: superseded partial ones may stay."""
    found: dict[str, bytes] = {}
    for size in sizes:
        found.update(_tiles(entries[:size]))
    return found


def _strangers(name: str, folder: Folder, known: Mapping[str, bytes]) -> Iterator[str]:
    for path, data in sorted(folder.files.items()):
        if not path.startswith("log/") or path == "log/log.vkey":
            continue
        if path not in known:
            yield f"{name} holds {path}, which the log never published"
        elif known[path] != data:
            yield f"{path} in {name} is not what the log gave"
    for path in sorted(folder.empty):
        if path.startswith("log/"):
            yield f"{name} holds the empty folder {path}"
