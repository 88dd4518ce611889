"""What lies in the folders, changed by hand, is named by the judge: bags, PDFs, log, leftovers."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.judge import Check
from tests.faults.judge_bags import judge_bags
from tests.faults.judge_evidence import gather
from tests.faults.judge_log import judge_log, judge_published
from tests.faults.judge_pdf import judge_pdfs
from tests.faults.judge_tidy import judge_tidiness
from tests.flow.site import Site
from tests.retention.verification.archive import Archive, flip, swap

ON_SQLITE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)  # files are the same on both
Harm = Callable[[Archive], object]


def _bag(harm: Callable[[Path], object]) -> Harm:
    return lambda archive: harm(archive.bag())


def _safe(harm: Callable[[Path], object]) -> Harm:
    return lambda archive: harm(archive.site.location("safe"))


def _write(name: str, data: bytes = b"x") -> Callable[[Path], object]:
    def put(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)

    return put


def _sql(statement: str) -> Harm:
    return lambda archive: archive.edit(statement)


def _resealed(bag: Path) -> None:
    """Another bag-info and a tag manifest that covers it: whole in itself, and another bag."""
    info = bag / "bag-info.txt"
    info.write_bytes(info.read_bytes() + b"Contact-Name: x\n")
    seal = bag / "tagmanifest-sha512.txt"
    lines = [line.split("  ") for line in seal.read_text().splitlines()]
    digests = {path: hashlib.sha512((bag / path).read_bytes()).hexdigest() for _, path in lines}
    seal.write_text("".join(f"{digests[path]}  {path}\n" for _, path in lines))


def _uncovered(bag: Path) -> None:
    manifest = bag / "manifest-sha512.txt"
    manifest.write_text(manifest.read_text().splitlines(keepends=True)[0])


def _swapped(archive: Archive) -> None:
    swap(archive.bag(0), archive.bag(1))


def _everywhere(harm: Callable[[Path], object]) -> Harm:
    return lambda archive: [harm(archive.site.location(name)) for name in ("server", "safe")]


def _other_root(place: Path) -> None:
    """The authority's timestamp certificate in place of its root."""
    pem = (place.parents[1] / "authority/tsa.pem").read_text()
    (place / "registers/trust.pem").write_text(pem[pem.index("-----BEGIN CERTIFICATE") :])


OTHER_CERTIFICATE = (
    "UPDATE signature_request SET certificate = (SELECT certificate FROM signature_request WHERE role = 'director' "
    "AND position = 1) WHERE role = 'teacher'"
)
CUT_BACK = "UPDATE record SET rendition_size = rendition_size - 1"


@ON_SQLITE
@pytest.mark.parametrize(
    ("check", "harm", "sentence"),
    [
        (judge_bags, _bag(lambda bag: flip(bag / "data/record.pdf")), "another data/record.pdf than"),
        (judge_bags, _bag(lambda bag: flip(bag / "data/record.pdf")), "are not equal"),
        (judge_bags, _bag(lambda bag: (bag / "data/record.json").unlink()), "lacks ['data/record.json']"),
        (judge_bags, _bag(_write("data/more")), "has ['data/more'] besides"),
        (judge_bags, _bag(_uncovered), "manifest-sha512.txt that covers ['data/record.json']"),
        (judge_bags, _bag(_resealed), "has not the digest of the catalogue"),
        (judge_bags, _bag(_write("bagit.txt")), "is not declared as BagIt 1.0"),
        (judge_bags, _bag(_write("bag-info.txt")), "does not say 'External-Identifier"),
        (judge_bags, _bag(shutil.rmtree), "lacks ['bag-info.txt'"),
        (judge_bags, _swapped, "has not the digest of the catalogue"),
        (judge_bags, _safe(_write("records/2026/unknown/x")), "records/2026/unknown/x, which belongs to no"),
        (judge_bags, _safe(lambda place: (place / "records/2020").mkdir()), "holds records/2020"),
        (judge_bags, _sql("UPDATE replica SET path = 'x' WHERE location = 'safe'"), "at ['x']"),
        (judge_bags, _sql("UPDATE replica SET bytes = 1"), "and 1 in the catalogue"),
        (judge_bags, _sql("UPDATE record SET title = 'x'"), "describes another record"),
        (judge_bags, _sql("UPDATE dossier SET heading = 'x'"), "describes another dossier"),
        (judge_bags, _sql("UPDATE snapshot SET digest = 'x'"), "proves another snapshot"),
        (judge_bags, _sql("UPDATE log_event SET idx = 1000 + idx"), "proves another place in the log"),
        (judge_pdfs, _bag(lambda bag: flip(bag / "data/record.pdf")), "has another"),
        (judge_pdfs, _bag(lambda bag: flip(bag / "data/record.pdf")), "that openssl refuses"),
        (judge_pdfs, _sql(CUT_BACK), "has another rendition than the catalogue"),
        (judge_pdfs, _sql("UPDATE record SET sealed_size = 1"), "bytes"),
        (judge_pdfs, _sql("UPDATE snapshot SET body = body || body"), "embeds another snapshot"),
        (judge_pdfs, _sql("UPDATE signature_request SET field = 'x'"), "is signed in"),
        (
            judge_pdfs,
            _sql("UPDATE signature_request SET revision_size = 9"),
            "over other bytes than its revision",
        ),
        (judge_pdfs, _sql(OTHER_CERTIFICATE), "by another certificate than the catalogue names"),
        (judge_pdfs, _everywhere(_other_root), "that openssl refuses"),
    ],
)
def test_harm_to_a_record_is_named(closed: Site, check: Check, harm: Harm, sentence: str) -> None:
    harm(Archive(closed))
    assert sentence in " ".join(check(gather(closed)))


def _newest(place: Path, level: str) -> Path:
    return max((place / f"log/tile/{level}/000.p").iterdir(), key=lambda path: int(path.name))


def _replayed(place: Path) -> None:
    """The checkpoint of before."""
    older = sorted((place / "log/checkpoints").iterdir(), key=lambda path: int(path.name))[-2]
    shutil.copyfile(older, place / "log/checkpoint")


LAST = "(SELECT max(idx) FROM log_event)"


@ON_SQLITE
@pytest.mark.parametrize(
    ("check", "harm", "sentence"),
    [
        (judge_log, _sql(f"UPDATE log_event SET idx = NULL WHERE idx = {LAST}"), "the outbox is not drained"),
        (judge_log, _sql("UPDATE log_event SET body = salt WHERE idx = 5"), "is not the salted digest"),
        (judge_log, _sql("UPDATE log_event SET entry = salt WHERE idx = 5"), "is not the salted digest"),
        (judge_log, _sql("UPDATE log_event SET entry = salt WHERE idx = 5"), "is not the root of the first"),
        (judge_log, _sql("UPDATE log_event SET idx = 500 WHERE idx = 5"), "has not the indices 0 to"),
        (judge_log, _sql(f"DELETE FROM log_head WHERE size = {LAST} + 1"), "the newest signed head is of"),
        (judge_log, _sql("UPDATE log_head SET note = 'x' || note"), "is not signed by the log's key"),
        (
            judge_log,
            _sql("UPDATE log_head SET root = (SELECT entry FROM log_event WHERE idx = 5)"),
            "is not the root",
        ),
        (
            judge_log,
            _sql("UPDATE log_hash SET hash = (SELECT entry FROM log_event WHERE idx = 5)"),
            "of its leaves",
        ),
        (judge_log, _sql("DELETE FROM log_hash WHERE level = 2"), "the stored tree lacks or invents"),
        (judge_published, _safe(_replayed), "log/checkpoint in safe is not what the log gives"),
        (judge_published, _safe(lambda p: flip(_newest(p, "0"))), "in safe is not what the log gives"),
        (judge_published, _safe(lambda p: flip(_newest(p, "entries"))), "in safe is not what the log gives"),
        (judge_published, _safe(lambda p: _newest(p, "0").unlink()), "in safe is not what the log gives"),
        (judge_published, _safe(lambda p: (p / "log/checkpoints/1").unlink()), "checkpoints/1 in safe"),
        (
            judge_published,
            _safe(lambda p: flip(p / "log/tile/0/000.p/1")),
            "000.p/1 in safe is not what the log gave",
        ),
        (judge_published, _safe(_write("log/more")), "log/more, which the log never published"),
        (judge_published, _safe(lambda p: (p / "log/more").mkdir()), "the empty folder log/more"),
        (judge_published, _safe(_write("log/log.vkey")), "do not hold one key"),
        (judge_published, _safe(_write("registers/trust.pem")), "do not hold the root certificate"),
        (judge_tidiness, _safe(_write("staging/0123")), "safe still stages 0123"),
        (judge_tidiness, _safe(_write(".partial/room.lock")), "safe holds .partial/room.lock"),
        (
            judge_tidiness,
            _safe(lambda p: (p / ".partial/room").mkdir(parents=True)),
            "the empty folder .partial/room",
        ),
        (judge_tidiness, _safe(_write("letter.txt")), "safe holds letter.txt"),
        (judge_tidiness, lambda a: _write("letopis.toml.new")(a.site.data), "holds letopis.toml.new"),
        (
            judge_tidiness,
            lambda a: _write("authority/people/x.pem.tmp")(a.site.data),
            "holds authority/people/x",
        ),
        (judge_tidiness, lambda a: (a.site.data / "more").mkdir(), "the empty folder more"),
        (judge_tidiness, _sql("DELETE FROM certificate"), "is issued and not registered"),
    ],
)
def test_harm_beside_the_records_is_named(closed: Site, check: Check, harm: Harm, sentence: str) -> None:
    harm(Archive(closed))
    assert sentence in " ".join(check(gather(closed)))
