"""The same batch through the site, as served: asked for, answered and waited for over HTTP, as sign.js does it.

The server and the worker beside it are those of `letopis serve`. The bench plays the browser: eight questions at a
time, the answers at once, then the stream of the batch page until everything is signed, packed and in both copies.
"""

from __future__ import annotations

import base64
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import requests

from bench.batch import Batch
from bench.site_school import cookie_of, environment_of
from bench.site_server import served
from records.db import close_engine
from webui.closing.with_key import AT_ONCE
from webui.installation import open_installation
from webui.settings import Environment
from webui.work import beside

_TOKEN: Final = re.compile(r'name="csrf-token" content="([^"]+)"')
_FILE: Final = re.compile(r'name="file" value="([^"]+)"')
_PATIENCE: Final = 120.0  # seconds for one answer


@dataclass(frozen=True, slots=True)
class Stages:
    """Seconds since the button was pressed: all questions had come, all answers were taken, all work had ended."""

    asked: float
    answered: float
    ended: float


class Owner:
    """The browser of whoever signs, at a running site."""

    def __init__(self, url: str, cookie: str, batch: Batch) -> None:
        self._url, self._batch = url, batch
        self._browser = requests.Session()
        self._browser.cookies.set("letopis", cookie, domain="127.0.0.1", path="/")

    def waiting(self) -> list[str]:
        """What waits for the owner now."""
        page = self._get("/tasks").text
        self._told(page)
        return _FILE.findall(page)

    def open_page(self) -> list[str]:
        """Tick all that waits and open the page from which a key signs: the files that it lists."""
        page = self._post("/tasks/key", data={"file": self.waiting()}).text
        self._told(page)
        return _FILE.findall(page)

    def sign(self, files: list[str]) -> Stages:
        """Press the button, and wait for the receipt."""
        begun, answers = time.perf_counter(), {}
        for first in range(0, len(files), AT_ONCE):
            told = {"certificate": self._batch.owner.sha256, "files": files[first : first + AT_ONCE]}
            for one in self._post("/tasks/key/questions", json=told).json()["questions"]:
                made = self._batch.owner.signature(base64.b64decode(one["asked"]))
                answers[one["id"]] = base64.b64encode(made).decode()
        asked = time.perf_counter()
        on = self._post("/tasks/key/answers", json={"answers": answers}).json()["on"]
        answered = time.perf_counter()
        self._wait(on)
        ended = time.perf_counter()
        if 'id="again"' in self._get(on).text:
            raise ValueError("a document of the batch was not signed")
        return Stages(asked - begun, answered - begun, ended - begun)

    def _wait(self, page: str) -> None:
        """Until the stream of the batch page says that everything has ended."""
        self._get(page)
        while not self._ended(f"{page}/progress"):
            pass

    def _ended(self, stream: str) -> bool:
        with self._browser.get(self._url + stream, stream=True, timeout=_PATIENCE) as answer:
            answer.raise_for_status()
            return any(line == "event: ended" for line in answer.iter_lines(decode_unicode=True))

    def _told(self, page: str) -> None:
        found = _TOKEN.search(page)
        if found:
            self._browser.headers["X-CSRFToken"] = found[1]

    def _get(self, path: str) -> requests.Response:
        answer = self._browser.get(self._url + path, timeout=_PATIENCE)
        answer.raise_for_status()
        return answer

    def _post(self, path: str, **body: Any) -> requests.Response:
        answer = self._browser.post(self._url + path, timeout=_PATIENCE, **body)
        answer.raise_for_status()
        return answer


@contextmanager
def site_of(batch: Batch) -> Iterator[Owner]:
    """A served copy of the batch's installation with its worker, and its owner signed in; gone afterwards."""
    with TemporaryDirectory(prefix="letopis-bench-") as folder:
        environ = environment_of(shutil.copytree(batch.data, Path(folder) / "school"))
        environment = Environment.read(environ)
        opened = open_installation(environment)
        try:
            cookie = cookie_of(opened, batch.owner.actor.person)
        finally:
            close_engine(opened.workshop.engine)
        with beside(environment), served("wsgi:app", environ) as server:
            yield Owner(server.url, cookie, batch)
