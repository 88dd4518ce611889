"""Every copy of every replicated record, re-read: BagIt (RFC 8493) manifests, file list, equality, catalogue.

Also record.json against the catalogue with its inclusion proof, and bags that belong to nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.faults.judge_digest import open_checkpoint, proven_root, salted
from tests.faults.judge_evidence import Evidence, Row

FILES = {
    "bagit.txt",
    "bag-info.txt",
    "manifest-sha256.txt",
    "manifest-sha512.txt",
    "tagmanifest-sha512.txt",
    "data/record.pdf",
    "data/record.json",
}
_DIGESTS: dict[str, Callable[[bytes], Any]] = {"sha256": hashlib.sha256, "sha512": hashlib.sha512}


def bag_of(record: Row) -> str:
    """Where a record's bag lies in every location."""
    return f"records/{record['created_at'][:4]}/{record['id']}"


def copy_of(evidence: Evidence, record: Row, location: str) -> dict[str, bytes]:
    """The files of one copy by their path in the bag."""
    start = bag_of(record) + "/"
    files = evidence.locations[location].files
    return {path.removeprefix(start): data for path, data in files.items() if path.startswith(start)}


def judge_bags(evidence: Evidence) -> Iterator[str]:
    """What is wrong with the copies of replicated records."""
    for record in evidence.rows("record", state="replicated"):
        copies = {name: copy_of(evidence, record, name) for name in evidence.locations}
        for name, files in copies.items():
            where = f"the copy of {record['id']} in {name}"
            yield from (f"{where} {wrong}" for wrong in _copy(evidence, record, name, files))
        if len({tuple(sorted(files.items())) for files in copies.values()}) > 1:
            yield f"the copies of {record['id']} are not equal"
    owned = {bag_of(record) for record in evidence.tables["record"] if record["bag_digest"]}
    for name, folder in evidence.locations.items():
        for path in sorted({*folder.files, *folder.empty}):
            if path.startswith("records/") and "/".join(path.split("/")[:3]) not in owned:
                yield f"{name} holds {path}, which belongs to no record"


def _copy(evidence: Evidence, record: Row, location: str, files: Mapping[str, bytes]) -> Iterator[str]:
    rows = evidence.rows("replica", record_id=record["id"], location=location)
    if [row["path"] for row in rows] != [bag_of(record)]:
        yield f"stands in the catalogue at {[row['path'] for row in rows]}"
    if rows and rows[0]["bytes"] != sum(map(len, files.values())):
        yield f"has {sum(map(len, files.values()))} bytes and {rows[0]['bytes']} in the catalogue"
    if files.keys() != FILES:
        yield f"lacks {sorted(FILES - files.keys())} and has {sorted(files.keys() - FILES)} besides"
        return
    yield from _manifests(files)
    if hashlib.sha512(files["tagmanifest-sha512.txt"]).hexdigest() != record["bag_digest"]:
        yield "has not the digest of the catalogue"
    if files["bagit.txt"] != b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
        yield "is not declared as BagIt 1.0"
    payload = [data for path, data in files.items() if path.startswith("data/")]
    info = files["bag-info.txt"].decode().splitlines()
    for line in (
        f"External-Identifier: {record['id']}",
        f"Payload-Oxum: {sum(map(len, payload))}.{len(payload)}",
    ):
        if line not in info:
            yield f"does not say '{line}' in bag-info.txt"
    yield from _description(evidence, record, json.loads(files["data/record.json"]))


def _manifests(files: Mapping[str, bytes]) -> Iterator[str]:
    tags = {path for path in files if not path.startswith(("data/", "tagmanifest"))}
    for name, covered in (
        ("manifest-sha256.txt", files.keys() - tags - {"tagmanifest-sha512.txt"}),
        ("manifest-sha512.txt", files.keys() - tags - {"tagmanifest-sha512.txt"}),
        ("tagmanifest-sha512.txt", tags),
    ):
        lines = [line.split("  ", 1) for line in files[name].decode().splitlines()]
        if sorted(path for _, path in lines) != sorted(covered):
            yield f"has a {name} that covers {[path for _, path in lines]}"
        digest = _DIGESTS[name.partition("-")[2].removesuffix(".txt")]
        for stated, path in lines:
            if path in files and digest(files[path]).hexdigest() != stated:
                yield f"has another {path} than {name} states"


def _description(evidence: Evidence, record: Row, told: dict[str, Any]) -> Iterator[str]:
    year = evidence.one("school_year", id=record["year_id"])
    dossier = evidence.one("dossier", id=record["dossier_id"])
    entry = evidence.one("file_plan_entry", id=dossier["entry_id"])
    facts = ("id", "kind", "identity", "revision", "title", "created_at", "sealed_at")
    expected = {
        "schema": "letopis/record/1",
        "record": {
            **{name: record[name] for name in facts},
            "school": record["school_id"],
            "replaces": record["replaces_id"],
            "class": record["class_id"],
            "year": {"id": year["id"], "label": year["label"]},
            "journal": record["journal_id"],
            "period": record["period_id"],
        },
        "dossier": {
            **{name: dossier[name] for name in ("id", "heading")},
            **{name: entry[name] for name in ("index", "term_years", "article")},
        },
        "rendition": {"sha256": record["rendition_sha256"], "size": record["rendition_size"]},
        "sealed": {"sha256": record["sealed_sha256"], "size": record["sealed_size"]},
        "signatures": [_signature(row) for row in evidence.requests(record["id"])],
    }
    for member in sorted(told.keys() ^ {*expected, "anchor"}):
        yield f"describes the record with or without '{member}'"
    for member, value in expected.items():
        if told.get(member) != value:
            yield f"describes another {member} than the catalogue"
    yield from _anchor(evidence, record, told["anchor"])


def _signature(row: Row) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("position", "role", "field", "level", "signed_at", "certificate")},
        "person": row["person_id"],
        "revision": {"sha256": row["revision_sha256"], "size": row["revision_size"]},
    }


def _anchor(evidence: Evidence, record: Row, anchor: dict[str, Any]) -> Iterator[str]:
    """The proof in the bag, verified with what is in the bag, and that it is of this snapshot."""
    snapshot = evidence.one("snapshot", record_id=record["id"])
    event = evidence.one("log_event", id=snapshot["event_id"])
    body, salt = anchor["event"].encode(), bytes.fromhex(anchor["salt"])
    entry = bytes.fromhex(salted("letopis/event/1", salt, body))
    origin, size, head = open_checkpoint(anchor["checkpoint"], anchor["key"])
    path = [bytes.fromhex(node) for node in anchor["proof"]]
    if proven_root(anchor["index"], size, entry, path) != head:
        yield "proves nothing: the proof does not lead to the checkpoint"
    subject = {"record": record["id"], "digest": snapshot["digest"]}
    if json.loads(body)["subject"] != subject or anchor["digest"] != snapshot["digest"]:
        yield "proves another snapshot"
    if (anchor["index"], anchor["log"], entry) != (event["idx"], origin, event["entry"]):
        yield "proves another place in the log than the catalogue knows"
