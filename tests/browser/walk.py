"""Every page of the site that a person can come to by following links, an address for each endpoint.

A new page is found by itself when something leads to it; nothing here names one. Of what belongs to a period two
periods are looked at, so that not only the closed one is, and the later is the one that is told.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from urllib.parse import urljoin

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

START, LOOKS = "/home", 2
_LINK = re.compile(r'<a\b[^>]*?href="(?!\w+:)([^"#]+)')
_ASKING = re.compile(r'<form\b(?![^>]*method="post")[^>]*?action="(/[^"#]*)')


def pages(app: Flask, client: FlaskClient, start: str = START) -> dict[str, str]:
    """Endpoint -> address of each page that can be reached from the start by links."""
    found: dict[str, str] = {}
    asked = Counter[str]()
    seen = set[tuple[str, str]]()
    waiting = deque([start])
    while waiting:
        path = waiting.popleft()
        endpoint, period = place_of(app, path)
        if (endpoint, period) in seen or asked[endpoint] == LOOKS:
            continue
        seen.add((endpoint, period))
        asked[endpoint] += 1
        if page := read(client, path):
            found[endpoint] = path
            waiting.extend(urljoin(path, link) for link in links(page))
    return found


def read(client: FlaskClient, path: str) -> str | None:
    """What stands at that address, if it is for people to read."""
    with closing(client.get(path)) as answer:
        return answer.text if answer.status_code == 200 and answer.mimetype == "text/html" else None


def links(page: str) -> Iterator[str]:
    """Where a page leads inside the site, by a link or by a form that asks."""
    return (unescape(address) for known in (_LINK, _ASKING) for address in known.findall(page))


def place_of(app: Flask, path: str) -> tuple[str, str]:
    """The endpoint that answers an address, and the period that it is about; what leads nowhere is its own."""
    try:
        endpoint, values = app.url_map.bind("").match(path.partition("?")[0], method="GET")
    except HTTPException:
        return path, ""
    return str(endpoint), str(values.get("period", ""))
