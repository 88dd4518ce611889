"""People at their browsers: each asks for one page or saves one cell at a time, with the token and versions they saw.

They speak HTTP to whatever address they are given. When they ask, and how long it took, is not theirs to know.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from aiohttp import BaseConnector, ClientSession, CookieJar
from yarl import URL

from bench.site_ledger import Ledger, Told
from bench.site_school import User
from records.actor import Role
from records.gradebook.reading import JournalKey

VALUES: Final = ("5", "4", "3", "2", "н", "", "4 5")
AGAIN: Final = 0.03  # of the saves are sent twice, as a browser does whose answer was lost
TURN_OVER: Final = 0.1  # of the time one goes on in another journal
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
_FACTS = re.compile(r'id="facts">(.*?)</script>', re.DOTALL)


class Ask(StrEnum):
    """What somebody asks the site for."""

    SAVE = "save"
    GRID = "grid"
    STATE = "state"
    JOURNALS = "journals"
    HOME = "home"
    RESULTS = "results"
    LESSON = "lesson"
    PERIOD = "period"
    HEAT = "heat"
    OF_CLASS = "of_class"
    YEAR = "year"
    CLASS_YEAR = "class_year"
    ARCHIVE = "archive"
    AUDIT = "audit"


TEACHER: Final[Mapping[Ask, int]] = {
    Ask.SAVE: 50,
    Ask.GRID: 18,
    Ask.STATE: 4,
    Ask.JOURNALS: 8,
    Ask.HOME: 8,
    Ask.RESULTS: 4,
    Ask.LESSON: 4,
    Ask.PERIOD: 4,
}
DEPUTY: Final[Mapping[Ask, int]] = {
    Ask.HEAT: 20,
    Ask.OF_CLASS: 20,
    Ask.YEAR: 5,
    Ask.CLASS_YEAR: 10,
    Ask.JOURNALS: 5,
    Ask.HOME: 20,
    Ask.ARCHIVE: 10,
    Ask.AUDIT: 10,
}
OFFICE: Final[Mapping[Ask, int]] = {Ask.HOME: 50, Ask.AUDIT: 50}
ARCHIVE: Final[Mapping[Ask, int]] = {Ask.HOME: 50, Ask.ARCHIVE: 50}
HABITS: Final[Mapping[Role, Mapping[Ask, int]]] = {
    Role.TEACHER: TEACHER,
    Role.DEPUTY_HEAD: DEPUTY,
    Role.SECRETARY: ARCHIVE,
    Role.AUDITOR: ARCHIVE,
}


class RefusedError(Exception):
    """The site answered something else than was asked for."""


@dataclass(slots=True)
class Sheet:
    """An open grid: the columns that may be written, and of each pupil's cells number and value."""

    columns: tuple[str, ...]
    cells: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)


class Person:
    """Somebody signed in, with a browser of their own. `choices` makes their day."""

    def __init__(
        self, user: User, url: str, connector: BaseConnector, ledger: Ledger, choices: random.Random
    ):
        jar = CookieJar(unsafe=True)  # loopback has no name
        jar.update_cookies({"letopis": user.cookie}, URL(url))
        self._browser = ClientSession(url, connector=connector, connector_owner=False, cookie_jar=jar)
        self._user, self._ledger, self._choices = user, ledger, choices
        self._sheets: dict[JournalKey, Sheet] = {}
        self._open = user.journals[0] if user.journals else None
        self._token = ""
        self._last: dict[str, Any] | None = None

    async def close(self) -> None:
        """Leave."""
        await self._browser.close()

    async def ask(self) -> tuple[Ask, int]:
        """Do the next thing: what it was, and the bytes of the answer. Raises RefusedError."""
        habits = HABITS.get(self._user.role, OFFICE)
        wish = self._choices.choices(list(habits), list(habits.values()))[0]
        if self._user.journals and self._choices.random() < TURN_OVER:
            self._open = self._choices.choice(self._user.journals)
        key = self._open
        if wish is Ask.SAVE and key:
            return await self.save_in(key)
        return wish, await self._read(wish, key)

    async def save_in(self, key: JournalKey) -> tuple[Ask, int]:
        """Save a cell of a journal; open it first, page and cells, where that was not done yet."""
        sheet = self._sheets.get(key)
        if sheet is None:
            return Ask.GRID, await self._read(Ask.GRID, key)
        if not sheet.cells:
            return Ask.STATE, await self._read(Ask.STATE, key)
        if self._last is None or self._choices.random() >= AGAIN:
            self._last = {"key": key, **self._edit(sheet)}
        return Ask.SAVE, await self._save(self._last)

    def _edit(self, sheet: Sheet) -> dict[str, Any]:
        choose = self._choices.choice
        pupil, column = choose(list(sheet.cells)), choose(sheet.columns[-4:])
        seen, stands = sheet.cells[pupil].get(column, (0, ""))
        value = choose([one for one in VALUES if one != stands])
        return {"pupil": pupil, "column": column, "seen": seen, "value": value}

    async def _save(self, edit: Mapping[str, Any]) -> int:
        key: JournalKey = edit["key"]
        body = {"place": "lesson", **{name: value for name, value in edit.items() if name != "key"}}
        text = await self._fetch("POST", f"{_sheet(key)}/cells", {"edits": [body]})
        outcome = json.loads(text)["outcomes"][0]
        cell, theirs = (key.journal, edit["column"], edit["pupil"]), outcome.get("theirs") or {}
        value = outcome.get("value", edit["value"])
        code = outcome.get("code", "")
        self._ledger.told.append(
            Told(cell, edit["seen"], value, outcome.get("seq"), code, theirs.get("seq", 0))
        )
        if now := theirs or (outcome if outcome["ok"] else {}):
            self._sheets[key].cells[edit["pupil"]][edit["column"]] = (now["seq"], now["value"])
        return len(text)

    async def _read(self, wish: Ask, key: JournalKey | None) -> int:
        text = await self._fetch("GET", self._path(wish, key))
        if wish is Ask.STATE and key and key in self._sheets:
            state = json.loads(text)["cells"]
            self._sheets[key].cells = {
                pupil: {column: (seq, value) for column, (seq, value) in row.items()}
                for pupil, row in state.items()
            }
        elif wish is Ask.GRID and key and (facts := _FACTS.search(text)):
            found = json.loads(facts[1])["columns"]
            open_ones = tuple(one["id"] for one in found if not one.keys() & {"lock", "standing"})
            cells = self._sheets[key].cells if key in self._sheets else {}
            self._sheets[key] = Sheet(open_ones, cells)
        return len(text.encode())

    def _path(self, wish: Ask, key: JournalKey | None) -> str:
        of_class = self._choices.choice(self._user.classes)
        plain = {
            Ask.HOME: "/home",
            Ask.JOURNALS: "/journals",
            Ask.HEAT: "/heat",
            Ask.OF_CLASS: f"/heat/{of_class}/{self._user.period}",
            Ask.CLASS_YEAR: f"/year/{of_class}",
            Ask.YEAR: "/year",
            Ask.ARCHIVE: "/archive",
            Ask.AUDIT: "/audit",
        }
        if wish in plain or key is None:
            return plain.get(wish, "/home")
        below = {Ask.GRID: "", Ask.STATE: "/cells", Ask.RESULTS: "/results", Ask.LESSON: "/lesson"}
        return _sheet(key) + below[wish] if wish in below else f"/closing/{key.journal}/{key.period}"

    async def _fetch(self, method: str, path: str, body: object = None) -> str:
        headers = {"X-CSRFToken": self._token} if body is not None else {}
        async with self._browser.request(
            method, path, json=body, headers=headers, allow_redirects=False
        ) as answer:
            text = await answer.text()
            if answer.status != 200:
                raise RefusedError(f"{method} {path}: {answer.status}")
            if token := _TOKEN.search(text):
                self._token = token[1]
            return text


def _sheet(key: JournalKey) -> str:
    return f"/journal/{key.journal}/{key.period}"
