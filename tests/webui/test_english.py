"""The site in English, page by page and role by role: no Russian but names, titles and what is marked as Russian."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import closing
from importlib import import_module
from typing import Any

import pytest
from flask import Flask, url_for
from jinja2 import DebugUndefined
from sqlalchemy import select
from werkzeug.routing import Rule

from records.log.store import LogEvent
from records.registers.tables import Record
from tests.webui.gradebook.journal import find_algebra
from tests.webui.pages_read import read_page
from tests.webui.test_words import MODULES
from tests.webui.visitors import EVERYBODY, installation_of, signed_in
from webui.audit.words import WORDS as AUDIT

CYRILLIC = re.compile("[а-яё]+", re.IGNORECASE)
MISSING = re.compile(r"\{\{ (no such element: dict object|\w+ \}\})")  # as DebugUndefined shows it
# The switch names the other language in it; these words quote a Russian journal, which nobody translates.
QUOTED = {"Русский"}
QUOTING = ("on_paper", "key_words", "how_absences", "how_several")


@pytest.fixture(scope="module")
def app(autumn_app: Flask) -> Flask:
    autumn_app.jinja_env.undefined = DebugUndefined  # a word that no catalogue has shows as {{ words.it }}
    return autumn_app


@pytest.fixture(scope="module")
def things(app: Flask) -> Mapping[str, tuple[str, ...]]:
    """Ids that fill the addresses: of a period that is closed and of one that is open."""
    closed, still_open = find_algebra(app, 1).key, find_algebra(app, 2).key
    with installation_of(app).workshop.transaction() as session:
        record = session.scalars(select(Record).where(Record.journal_id == closed.journal)).one()
    return {
        "journal": (closed.journal, still_open.journal),
        "period": (closed.period, still_open.period),
        "class_id": (record.class_id or "",) * 2,
        "record": (record.id,) * 2,
        "event": ("1", "1"),
    }


def pages(app: Flask, things: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The address of every page of the site that these ids can fill."""
    rules: list[Rule] = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    found = set()
    with app.test_request_context():
        for rule in rules:
            if rule.endpoint != "static" and rule.arguments <= set(things):
                for turn in range(2):
                    values: dict[str, Any] = {name: things[name][turn] for name in rule.arguments}
                    found.add(url_for(rule.endpoint, **values))
    return sorted(found)


def catalogued() -> re.Pattern[str]:
    """Any Russian text of the catalogues, so that a label which also names a pupil is told from one untranslated."""
    texts = {
        text
        for module in MODULES
        for key, text in import_module(module).WORDS["ru"].items()
        if len(text) > 4 and "{" not in text and key not in QUOTING and CYRILLIC.search(text)
    }
    return re.compile(
        "|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in sorted(texts, key=len, reverse=True))
    )


def quoted() -> set[str]:
    """Russian words that English texts quote."""
    texts = [
        text
        for module in MODULES
        for key, text in import_module(module).WORDS["en"].items()
        if key in QUOTING
    ]
    return QUOTED | {word for text in texts for word in CYRILLIC.findall(text)}


@pytest.mark.parametrize("name", EVERYBODY)
def test_an_english_page_says_nothing_in_russian_and_lacks_no_word(
    app: Flask, things: Mapping[str, tuple[str, ...]], name: str
) -> None:
    client, untranslated, may_stand = signed_in(app, name), catalogued(), quoted()
    client.get("/account?lang=en")
    found: dict[str, set[str]] = {}
    for path in pages(app, things):
        with closing(client.get(path, headers={"Accept": "text/html"})) as answer:
            if answer.mimetype != "text/html":
                continue
            said = read_page(answer.text, "en")
        words = {word for text in said.texts for word in CYRILLIC.findall(text)} - may_stand
        words |= {text for text in (*said.texts, *said.labels) if MISSING.search(text)}
        words |= {text for label in said.labels for text in untranslated.findall(label)}
        if words:
            found[path] = words
    assert found == {}


def test_every_part_of_an_event_has_a_name(app: Flask) -> None:
    with installation_of(app).workshop.transaction() as session:
        bodies = session.scalars(select(LogEvent.body)).all()
    parts = {part for body in bodies for part in json.loads(body or b"{}").get("subject", {})}
    # `address` is shown in a column of its own.
    assert {part for part in parts - {"address"} if f"key_{part}" not in AUDIT["en"]} == set()
