"""Checks what lies in a location's log beside the files that its checkpoint asks for (C2SP tlog-tiles).

Earlier checkpoints, the key and the trust anchor, superseded partial tiles: what an outsider compares with. Each
must hold what the entries give; anything else is a stranger. It removes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from records.log.errors import NoteError
from records.log.merkle import Node, root
from records.log.note import NoteVerifier
from records.log.tiles import TILE_HEIGHT, TILE_WIDTH, bundle_path, encode_bundle, hash_path
from records.log.treehead import parse_and_verify
from retention.errors import RetentionError
from retention.location import Location
from retention.publication import CHECKPOINT, FOLDER
from retention.verification.report import Problem, Report
from retention.verification.stored_log import EntryTree

HEADS = f"{FOLDER}/checkpoints/"
_TILE = re.compile(rf"{FOLDER}/tile/(entries|[0-7])/((?:x\d{{3}}/)*\d{{3}})(?:\.p/([1-9]\d{{0,2}}))?")


def check_named(location: Location, expected: Mapping[str, bytes], report: Report) -> None:
    """Files that must be there as they were published."""
    for path, data in sorted(expected.items()):
        if _get(location, path) != data:
            ru = "Файл рядом с журналом событий изменён или пропал. Восстановите: letopis repair."
            en = "a file beside the log was altered or is gone; run letopis repair"
            report.problems.append(Problem("", location.name, path, "log.file_altered", ru, en))


_WORDS = {
    "log.file_unknown": (
        "Файла с таким именем журнал событий не публиковал. Уберите его, сохранив для разбирательства.",
        "the log never published a file of this name; put it aside and keep it for the inquiry",
    ),
    "log.older_altered": (
        "Прежний файл журнала событий изменён. Он больше не нужен: уберите его, сохранив для разбирательства.",
        "a superseded file of the log was altered; it is needed no more: put it aside for the inquiry",
    ),
    "log.head_lost": (
        "Контрольная точка верна, но в базе данных её нет: подписанную голову журнала удалили или изменили.",
        "the checkpoint is right and the database has it not: a signed head was deleted or altered there",
    ),
    "log.forked": (
        "Ключом журнала подписана и другая история: записи журнала не ведут к этой контрольной точке.",
        "the log's key signed another story as well: the entries do not lead to this checkpoint",
    ),
}


def check_others(
    location: Location, checked: Collection[str], tree: EntryTree, verifier: NoteVerifier, report: Report
) -> None:
    """Every other file under log/: of an earlier or interrupted publication, of another story, or a stranger."""
    for path in _listed(location, report):
        if path in checked or path == CHECKPOINT:
            continue
        if path.startswith(HEADS):
            code: str | None = _unlisted_head(path, _get(location, path), tree, verifier)
        elif (expected := _tile(path, tree)) is None:
            code = "log.file_unknown"
        else:
            code = None if _get(location, path) == expected else "log.older_altered"
        if code:
            report.problems.append(Problem("", location.name, path, code, *_WORDS[code]))


def _unlisted_head(path: str, note: bytes | None, tree: EntryTree, verifier: NoteVerifier) -> str:
    """What a checkpoint is that the database does not list."""
    try:
        head = parse_and_verify((note or b"").decode("utf-8", "replace"), verifier).head
    except NoteError:
        return "log.file_unknown"
    if path != f"{HEADS}{head.size}":
        return "log.file_unknown"
    known = head.size <= tree.size and root(tree, head.size) == head.root
    return "log.head_lost" if known else "log.forked"


def _tile(path: str, tree: EntryTree) -> bytes | None:
    """What stands in a tile by that path; None when the tree has no such tile."""
    if (match := _TILE.fullmatch(path)) is None:
        return None
    kind, number, partial = match.groups()
    index, width = int(number.replace("x", "").replace("/", "")), int(partial or TILE_WIDTH)
    first = index * TILE_WIDTH
    end = first + width
    if kind == "entries":
        named, depth = bundle_path(index, width), 0
    else:
        named, depth = hash_path(int(kind), index, width), int(kind) * TILE_HEIGHT
    if path != f"{FOLDER}/{named}" or end << depth > tree.size:
        return None
    if kind == "entries":
        return encode_bundle(tree.entries(first, end))
    return b"".join(tree.read([Node(depth, place) for place in range(first, end)]))


def _listed(location: Location, report: Report) -> Iterator[str]:
    try:
        yield from [entry.path for entry in location.list(FOLDER)]
    except RetentionError as error:  # its checkpoint could be read: a stranger may hide in what cannot
        report.problems.append(Problem("", location.name, FOLDER, error.code, error.ru, error.en))


def _get(location: Location, path: str) -> bytes | None:
    try:
        return location.get(path)
    except RetentionError:
        return None
