"""A checkpoint that Igor the auditor kept exposes an operator who forged everything: `letopis verify --since`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.log.note import NoteSigner, parse_signer
from records.log.treehead import TreeHead, sign
from tests.flow.seeds import Seed
from tests.flow.site import AT, Ran, Site
from tests.flow.story import close_autumn
from tests.retention.verification.archive import SAFE, SERVER, Archive
from tests.retention.verification.conftest import ON_SQLITE
from webui.installation import LOG_KEY


def checkpoint(site: Site) -> str:
    """The checkpoint that the first location publishes."""
    return (site.location(SERVER) / "log" / "checkpoint").read_text()


def found(ran: Ran) -> list[str]:
    """The codes of the problems of `verify --json`."""
    return [problem["code"] for problem in ran.json["problems"]]


@pytest.fixture
def kept(autumn: Seed) -> str:
    """What Igor took with him on the day when the half-year had been closed."""
    return checkpoint(autumn.site)


@pytest.fixture
def forged(imported: Seed, tmp_path: Path) -> Iterator[Archive]:
    """The installation put back to before the cutoff, a mark bettered, closed again: same keys, same clock."""
    copy = imported.copy(tmp_path / "forged")
    archive = Archive(copy.site)
    archive.edit("UPDATE period_mark SET value = '5' WHERE value = '3'")
    with copy.site.workshop() as workshop:
        close_autumn(workshop, AT)
    yield archive
    copy.drop()


def test_without_a_kept_checkpoint_a_forged_and_backdated_installation_verifies(forged: Archive) -> None:
    ran = forged.site.run("verify", "--json")
    assert (ran.code, found(ran)) == (0, [])


def test_a_kept_checkpoint_exposes_a_forged_and_backdated_installation(forged: Archive, kept: str) -> None:
    ran = forged.site.run("verify", "--json", "--since", kept)
    assert (ran.code, found(ran)) == (1, ["log.not_extension"])


@ON_SQLITE
def test_the_forgery_is_exposed_when_its_log_has_grown_longer_as_well(forged: Archive, kept: str) -> None:
    (forged.bag() / "bagit.txt").unlink()
    forged.site.run("verify")  # enters the damage into the log
    forged.site.run("repair")
    assert forged.site.run("verify").code == 0
    assert found(forged.site.run("verify", "--json", "--since", kept)) == ["log.not_extension"]


@ON_SQLITE
def test_a_kept_checkpoint_exposes_an_installation_that_was_put_back(imported: Seed, kept: str) -> None:
    assert found(imported.site.run("verify", "--json", "--since", kept)) == ["log.not_extension"]


@ON_SQLITE
def test_the_verification_of_one_record_compares_with_the_kept_checkpoint_too(
    forged: Archive, kept: str
) -> None:
    ran = forged.site.run("verify", forged.records[0], "--json", "--since", kept)
    assert found(ran) == ["log.not_extension"]


def test_the_log_extends_every_checkpoint_that_it_published(archive: Archive) -> None:
    folder = archive.site.location(SAFE) / "log" / "checkpoints"
    runs = [archive.site.run("verify", "--json", "--since", str(file)) for file in folder.iterdir()]
    assert [found(ran) for ran in runs] == [[]] * len(runs)


@ON_SQLITE
@pytest.mark.parametrize(
    "carried",
    [
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text + "\n",
    ],
    ids=["through a shell", "through e-mail", "through an editor"],
)
def test_a_checkpoint_is_read_as_it_comes_back(archive: Archive, carried: object) -> None:
    assert callable(carried)
    ran = archive.site.run("verify", "--json", "--since", carried(checkpoint(archive.site)))
    assert (ran.code, found(ran)) == (0, [])


def signer(site: Site) -> NoteSigner:
    """The log's own key."""
    return parse_signer((site.data / LOG_KEY).read_text().strip())


@ON_SQLITE
def test_a_log_whose_key_was_replaced_is_exposed(archive: Archive) -> None:
    ours = signer(archive.site)
    stranger = NoteSigner(ours.name, bytes(32))
    note = sign(TreeHead(ours.name, 3, bytes(32)), stranger).note
    assert found(archive.site.run("verify", "--json", "--since", note)) == ["log.other_key"]


@ON_SQLITE
def test_a_log_that_lost_an_entry_is_no_extension_of_anything(archive: Archive) -> None:
    archive.edit("DELETE FROM log_event WHERE idx = 1")
    ran = archive.site.run("verify", archive.records[0], "--json", "--since", checkpoint(archive.site))
    assert "log.tree.entry_missing" in found(ran)


def refused(site: Site, since: str) -> tuple[int, str]:
    """Exit code, and the code in the message."""
    ran = site.run("verify", "--since", since)
    return ran.code, ran.err.strip().rpartition(" ")[2]


@ON_SQLITE
def test_the_checkpoint_of_another_log_is_refused(archive: Archive) -> None:
    stranger = NoteSigner("letopis/another-school", bytes(32))
    note = sign(TreeHead(stranger.name, 3, bytes(32)), stranger).note
    assert refused(archive.site, note) == (2, "[since.other_log]")


@ON_SQLITE
def test_a_checkpoint_that_our_key_signed_for_another_log_is_refused(archive: Archive) -> None:
    ours = signer(archive.site)
    renamed = NoteSigner("letopis/another-school", ours.seed)
    note = sign(TreeHead(renamed.name, 3, bytes(32)), renamed).note
    assert refused(archive.site, note) == (2, "[since.other_log]")


@ON_SQLITE
def test_an_altered_checkpoint_is_refused(archive: Archive) -> None:
    lines = checkpoint(archive.site).split("\n")
    note = "\n".join([lines[0], str(int(lines[1]) - 1), *lines[2:]])
    assert refused(archive.site, note) == (2, "[since.unreadable]")


@ON_SQLITE
@pytest.mark.parametrize("text", ["\n", "not a checkpoint\n", "a\n\n— b c\n", "\x00\n\n"])
def test_what_is_no_checkpoint_is_refused(archive: Archive, text: str) -> None:
    assert refused(archive.site, text) == (2, "[since.unreadable]")


@ON_SQLITE
@pytest.mark.parametrize("name", ["", ".", "no-such-file", "\x00"])
def test_a_file_that_is_not_there_is_refused(archive: Archive, name: str) -> None:
    assert refused(archive.site, name) == (2, "[since.file]")


@ON_SQLITE
def test_a_file_that_is_no_text_is_refused(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "photo"
    file.write_bytes(b"\xff\xd8\xff")
    assert refused(archive.site, str(file)) == (2, "[since.file]")
