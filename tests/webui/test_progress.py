"""Streams of figures: told when they change, ended by themselves, and never so many that no page is answered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from flask import Flask

from retention.desk import ask_verification
from tests.flow.site import AT, Site
from tests.webui.closing.desk import actor, work
from tests.webui.visitors import DEPUTY, SECRETARY, TEACHER, app_of, signed_in
from webui import progress
from webui.progress import Going, stream

HALF, WHOLE = Going(1, 2, ended=False), Going(2, 2, ended=True)


@pytest.fixture
def app() -> Iterator[Flask]:
    made = Flask("progress")
    with made.test_request_context():
        yield made


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits for a second."""
    monkeypatch.setattr(progress, "PAUSE", 0.0)


def told(*looks: Going) -> list[tuple[str, int, int]]:
    """The events of a stream over work that looks so, one look after another."""
    left = list(looks)
    answer = stream(lambda: left.pop(0) if len(left) > 1 else left[0])
    return events(answer.get_data(as_text=True))


def events(text: str) -> list[tuple[str, int, int]]:
    found = re.findall(r"event: (\w+)\ndata: (.*)\n\n", text)
    return [(name, *json.loads(data).values()) for name, data in found]


def test_work_that_has_ended_is_told_at_once(app: Flask) -> None:
    assert told(WHOLE) == [("ended", 2, 2)]


def test_figures_are_told_when_they_change(app: Flask) -> None:
    assert told(HALF, HALF, HALF, WHOLE) == [("going", 1, 2), ("ended", 2, 2)]


def test_a_stream_ends_by_itself(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LONGEST", 0.02)
    assert told(HALF) == [("going", 1, 2)]


def test_the_browser_is_told_when_to_ask_again(app: Flask) -> None:
    assert stream(lambda: WHOLE).get_data(as_text=True).startswith("retry: 2000\n\n")


def test_whoever_finds_all_streams_taken_is_told_once(app: Flask) -> None:
    others = [iter(stream(lambda: HALF).response) for _ in range(progress.STREAMS)]
    for other in others:
        assert [next(other) for _ in range(3)]
    assert told(HALF, WHOLE) == [("going", 1, 2)]
    for other in others:
        other.close()  # type: ignore[attr-defined]


def test_a_browser_that_goes_gives_its_stream_back(app: Flask) -> None:
    for _ in range(progress.STREAMS + 1):
        other = iter(stream(lambda: HALF).response)
        assert [next(other) for _ in range(3)]
        other.close()  # type: ignore[attr-defined]
    assert told(HALF, WHOLE)[-1] == ("ended", 2, 2)


@pytest.fixture
def site(bare: Site) -> Iterator[tuple[Flask, Site, str]]:
    """The small school with a verification that waits for a worker; its batch."""
    with bare.workshop() as workshop:
        batch = ask_verification(workshop, actor(workshop, DEPUTY), None, AT)
    with app_of(bare) as made:
        yield made, bare, batch


def test_a_page_of_work_names_its_stream(site: tuple[Flask, Site, str]) -> None:
    app, _, batch = site
    page = signed_in(app, DEPUTY).get(f"/works/{batch}").text
    assert f'data-events="/works/{batch}/progress"' in page


def test_a_stream_tells_of_the_work(site: tuple[Flask, Site, str]) -> None:
    app, made, batch = site
    work(made)
    answer = signed_in(app, DEPUTY).get(f"/works/{batch}/progress")
    assert (answer.mimetype, events(answer.text)) == ("text/event-stream", [("ended", 1, 1)])


def test_a_stream_is_kept_by_nobody(site: tuple[Flask, Site, str], monkeypatch: pytest.MonkeyPatch) -> None:
    app, _, batch = site
    monkeypatch.setattr(progress, "LONGEST", 0.02)
    answer = signed_in(app, DEPUTY).get(f"/works/{batch}/progress")
    assert (answer.headers["Cache-Control"], answer.headers["X-Accel-Buffering"]) == ("no-store", "no")


def test_the_stream_of_anothers_work_is_refused(site: tuple[Flask, Site, str]) -> None:
    app, _, batch = site
    assert signed_in(app, TEACHER).get(f"/works/{batch}/progress").status_code == 403


def test_a_verification_has_a_stream(site: tuple[Flask, Site, str]) -> None:
    app, made, _batch = site
    work(made)
    secretary = signed_in(app, SECRETARY)
    (check,) = set(re.findall(r"/archive/check/\w+", secretary.get("/archive").text))
    assert events(secretary.get(f"{check}/progress").text)[-1][0] == "ended"


def test_an_unknown_verification_has_no_stream(site: tuple[Flask, Site, str]) -> None:
    app, _, _ = site
    assert signed_in(app, SECRETARY).get("/archive/check/nothing/progress").status_code == 404
