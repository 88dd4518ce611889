"""Every page of the site once for every role, in a school of 40 classes: processor time, queries and bytes.

`python -m bench.site_pages` prints a line a page, the role for which it is dearest. No server and no network: the
application is asked in this process. Pages that need a record, an event or a job of their own are left out.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select

from bench.site_school import CLASSES, JOURNALS, User, environment_of, school, users_of
from records.gradebook.tables import Journal
from webui.app import create_app
from webui.installation import Installation

ASKED = 3  # times; the cheapest counts
PEOPLE = 60  # enough that every post of the office is among them
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """A page as one role got it."""

    endpoint: str
    role: str
    seconds: float
    queries: int
    octets: int


def measure(opened: Installation) -> list[Page]:
    """Every page that can be asked for, of every role that may; the dearest first."""
    app, users = create_app(opened), users_of(opened, PEOPLE)
    roles = {user.role: user for user in reversed(users)}
    counted = _Queries()
    found = [
        page for user in roles.values() for page in _pages(app, user, _arguments(opened, users), counted)
    ]
    return sorted(found, key=lambda page: page.seconds, reverse=True)


def dearest(pages: Sequence[Page]) -> list[Page]:
    """Of each endpoint the dearest."""
    return list({page.endpoint: page for page in reversed(pages)}.values())[::-1]


class _Queries:
    """Counts the statements of every engine: readers have their own."""

    def __init__(self) -> None:
        self.many = 0
        event.listen(Engine, "before_cursor_execute", self._count)

    def _count(self, *_: Any) -> None:
        self.many += 1


def _arguments(opened: Installation, users: Sequence[User]) -> dict[str, str]:
    """A teacher's journal in its period, and its class."""
    key = users[0].journals[0]
    with opened.workshop.reading() as session:
        query = select(Journal.class_id).where(Journal.school_id == key.school, Journal.id == key.journal)
        return {"journal": key.journal, "period": key.period, "class_id": session.scalars(query).one()}


def _pages(app: Flask, user: User, arguments: dict[str, str], counted: _Queries) -> Iterator[Page]:
    client = app.test_client()
    client.set_cookie("letopis", user.cookie)
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static" or rule.arguments - set(arguments):
            continue
        with app.test_request_context():
            named: dict[str, Any] = {name: arguments[name] for name in rule.arguments}
            url = url_for(rule.endpoint, **named)
        if client.get(url).status_code == 200:
            yield _page(client, rule.endpoint, user, url, counted)


def _page(client: FlaskClient, endpoint: str, user: User, url: str, counted: _Queries) -> Page:
    tries = []
    for _ in range(ASKED):
        counted.many, began = 0, time.process_time()
        octets = len(client.get(url).data)
        tries.append(time.process_time() - began)
    return Page(endpoint, user.role.value, min(tries), counted.many, octets)


def main() -> None:
    """Print the table."""
    with TemporaryDirectory(prefix="letopis-bench-") as folder:
        environ = environment_of(Path(folder) / "school")
        with school(environ, CLASSES, JOURNALS) as opened:
            for page in dearest(measure(opened)):
                milliseconds = page.seconds * THOUSAND
                print(
                    f"{milliseconds:8.1f} ms {page.queries:5} {page.octets:8} B  {page.endpoint:28} {page.role}"
                )


if __name__ == "__main__":
    main()
