"""The archived PDFs by means of others: pypdf for snapshot and signature fields, openssl for CMS and timestamps.

Each copy's file against the catalogue: every signed revision, every signature, signer and trust anchor.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from pypdf import PdfReader

from tests.faults.judge_bags import copy_of
from tests.faults.judge_digest import sha256
from tests.faults.judge_evidence import Evidence, Row


def judge_pdfs(evidence: Evidence) -> Iterator[str]:
    """What is wrong with the files of replicated records; equal copies are read once."""
    with TemporaryDirectory(prefix="letopis-judge-") as folder:
        for record in evidence.rows("record", state="replicated"):
            copies = [copy_of(evidence, record, name) for name in evidence.locations]
            for pdf in {copy["data/record.pdf"] for copy in copies if "data/record.pdf" in copy}:
                for wrong in _file(evidence, record, pdf, Path(folder)):
                    yield f"the PDF of {record['id']} {wrong}"


def _file(evidence: Evidence, record: Row, pdf: bytes, folder: Path) -> Iterator[str]:
    requests = evidence.requests(record["id"])
    revisions = [
        (record["rendition_size"], record["rendition_sha256"], "rendition"),
        (record["sealed_size"], record["sealed_sha256"], "sealed file"),
        *((row["revision_size"], row["revision_sha256"], f"revision of {row['role']}") for row in requests),
    ]
    for size, digest, what in revisions:
        if sha256(pdf[:size]) != digest:
            yield f"has another {what} than the catalogue"
    if len(pdf) != record["sealed_size"]:
        yield f"has {len(pdf)} bytes"
    reader = PdfReader(io.BytesIO(pdf))
    if list(reader.attachments.get("snapshot.json", ())) != [
        evidence.one("snapshot", record_id=record["id"])["body"]
    ]:
        yield "embeds another snapshot than the catalogue has"
    yield from _signatures(evidence, pdf, _signed_fields(reader), requests, folder)


def _signed_fields(reader: PdfReader) -> list[tuple[str, Any]]:
    root: Any = reader.trailer["/Root"]
    fields = [field.get_object() for field in root["/AcroForm"]["/Fields"]]
    values = [(str(field["/T"]), field["/V"].get_object()) for field in fields if "/V" in field]
    return sorted(values, key=lambda pair: int(pair[1]["/ByteRange"][2]))


def _signatures(
    evidence: Evidence, pdf: bytes, fields: Sequence[tuple[str, Any]], requests: Sequence[Row], folder: Path
) -> Iterator[str]:
    names = [name for name, _ in fields]
    if names[: len(requests)] != [row["field"] for row in requests] or len(names) != len(requests) + 1:
        yield f"is signed in {names}"
        return
    (folder / "trust.pem").write_bytes(next(iter(evidence.locations.values())).files["registers/trust.pem"])
    for (name, value), request in zip(fields, [*requests, requests[-1]], strict=True):
        first, length, second, rest = map(int, value["/ByteRange"])
        (folder / "content").write_bytes(pdf[first : first + length] + pdf[second : second + rest])
        (folder / "signature").write_bytes(value["/Contents"].original_bytes)
        if first != 0 or second + rest > request["revision_size"]:
            yield f"has a signature {name} over other bytes than its revision"
        if value["/SubFilter"] == "/ETSI.RFC3161":
            yield from _timestamp(name, request, folder)
        else:
            yield from _cms(name, request, folder)


def _openssl(folder: Path, at: str, *words: str) -> bool:
    moment = str(int(datetime.fromisoformat(at).timestamp()))
    trust = ("-CAfile", "trust.pem", "-attime", moment)
    done = subprocess.run(["openssl", *words, *trust], cwd=folder, capture_output=True)
    return done.returncode == 0


def _cms(name: str, request: Row, folder: Path) -> Iterator[str]:
    inputs = ("-inform", "DER", "-in", "signature", "-content", "content", "-binary")
    outputs = ("-purpose", "any", "-cades", "-out", "out", "-signer", "signer.pem")
    if not _openssl(folder, request["signed_at"], "cms", "-verify", *inputs, *outputs):
        yield f"has a signature {name} that openssl refuses"
        return
    signer = x509.load_pem_x509_certificate((folder / "signer.pem").read_bytes())
    if signer.fingerprint(SHA256()).hex() != request["certificate"]["sha256"]:
        yield f"has a signature {name} by another certificate than the catalogue names"


def _timestamp(name: str, request: Row, folder: Path) -> Iterator[str]:
    words = ("ts", "-verify", "-in", "signature", "-token_in", "-data", "content")
    if not _openssl(folder, request["signed_at"], *words):
        yield f"has an archive timestamp {name} that openssl refuses"
