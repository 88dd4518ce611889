"""A page as tests read it: its forms with what they would send, its text without tags."""

from __future__ import annotations

import re
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_INPUT = re.compile(r"<input[^>]*>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


def form_of(page: str, id: str) -> tuple[str, dict[str, list[str]]]:
    """The address of a form and what it sends as it stands: hidden fields and ticked boxes."""
    found = re.search(rf'<form[^>]*id="{id}"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert found, f"there is no form {id}"
    opening = found.group(0).partition(">")[0]
    address = re.search(r'action="([^"]*)"', opening)
    assert address
    sent: dict[str, list[str]] = {}
    for field in _INPUT.findall(found.group(1)):
        values = dict(_ATTRIBUTE.findall(field))
        if values.get("type") in ("checkbox", "radio") and " checked" not in field:
            continue
        if "name" in values:
            sent.setdefault(values["name"], []).append(unescape(values.get("value", "")))
    return unescape(address.group(1)), sent


def send(client: FlaskClient, path: str, id: str, **more: str) -> TestResponse:
    """Send a form of a page as it stands, with some fields filled; the page it leads to."""
    address, sent = form_of(client.get(path).text, id)
    return client.post(address, data={**sent, **more}, follow_redirects=True)


def text_of(page: str) -> str:
    """What a reader sees, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
