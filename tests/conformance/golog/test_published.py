"""The log that an installation publishes to its locations, judged by Go from the files in them alone."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from records.identity import SystemEntropy
from records.log.audit import EventKind, append_event
from records.log.merkle import consistency_proof
from records.log.store import LogStore
from records.log.treehead import TreeHead
from retention.publication import publish
from retention.workshop import Workshop
from tests.conformance.golog.golog import Answer, ask, consistency, folder, opening
from tests.flow.site import AT, Site
from webui.demo import make_demo
from webui.settings import DATABASE_FILE, Environment

GROWTH = (3, 250, 40, 300)  # events a publication: the log crosses the borders of two tiles


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An installation that published its log several times."""
    data = tmp_path_factory.mktemp("published") / "data"
    url = f"sqlite:///{data / DATABASE_FILE}"
    made = Site(data, url, url)
    make_demo(Environment.read(made.environ()), AT, SystemEntropy())
    with made.workshop() as workshop:
        for events in GROWTH:
            _append(workshop, events)
            publish(workshop, AT)
    return made


def _append(workshop: Workshop, events: int) -> None:
    kind = EventKind.RECORD_RENDERED
    with workshop.transaction() as session:
        for number in range(events):
            subject = {"record": str(number)}
            append_event(session, workshop.school, kind, workshop.actor, AT, subject, workshop.entropy)


@pytest.fixture(params=["server", "safe"])
def log(request: pytest.FixtureRequest, site: Site) -> Path:
    """The folder of the log in each location."""
    return site.location(request.param) / "log"


def opened(log: Path, *checkpoints: Path) -> list[TreeHead]:
    """The tree heads of checkpoints that Go opened with the key beside them."""
    key = (log / "log.vkey").read_text().strip()
    return [_head(answer) for answer in ask(opening(file.read_text(), key) for file in checkpoints)]


def _head(answer: Answer) -> TreeHead:
    origin, size, root = answer.text.splitlines()
    return TreeHead(origin, int(size), base64.b64decode(root))


def kept(log: Path) -> list[Path]:
    """Every checkpoint that stays in the location, the smallest tree first."""
    return sorted((log / "checkpoints").iterdir(), key=lambda file: int(file.name))


def test_go_comes_from_the_published_files_to_the_root_of_the_checkpoint(log: Path) -> None:
    (head,) = opened(log, log / "checkpoint")
    (answer,) = ask([folder(log, head)])
    assert (answer.refused, answer.root) == ("", head.text().splitlines()[2])


def test_go_opens_every_checkpoint_that_stays_and_each_stands_under_its_size(log: Path) -> None:
    files = kept(log)
    assert [str(head.size) for head in opened(log, *files)] == [file.name for file in files]


def test_go_proves_the_log_at_every_checkpoint_that_stays(log: Path) -> None:
    answers = ask(folder(log, head) for head in opened(log, *kept(log)))
    assert [answer.refused for answer in answers] == [""] * len(GROWTH)


def test_go_proves_that_each_checkpoint_extends_those_before(site: Site, log: Path) -> None:
    heads = opened(log, *kept(log))
    pairs = [(old, new) for new in heads for old in heads if old.size <= new.size]
    with site.workshop() as workshop, workshop.transaction() as session:
        tree = LogStore(session, workshop.school)
        questions = [consistency(old, new, consistency_proof(tree, old.size, new.size)) for old, new in pairs]
    assert [answer.refused for answer in ask(questions)] == [""] * len(pairs)


def test_the_head_in_the_checkpoint_is_the_last_that_stays(log: Path) -> None:
    assert opened(log, log / "checkpoint") == opened(log, kept(log)[-1])
