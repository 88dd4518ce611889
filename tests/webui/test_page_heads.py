"""The head of every page, person by person: a title of its own, the language it is in, one heading."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.webui.visitors import EVERYBODY, signed_in


@pytest.fixture(scope="module")
def pages(autumn_app: Flask) -> dict[str, dict[str, str]]:
    """Person -> address -> page, for every address without ids that answers with a page."""
    rules = [rule for rule in autumn_app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    paths = sorted({rule.rule for rule in rules if not rule.arguments})
    found: dict[str, dict[str, str]] = {}
    for name in EVERYBODY:
        client = signed_in(autumn_app, name)
        answers = {path: client.get(path, headers={"Accept": "text/html"}) for path in paths}
        found[name] = {
            path: answer.text
            for path, answer in answers.items()
            if answer.status_code == 200 and answer.mimetype == "text/html"
        }
    return found


@pytest.mark.parametrize("name", EVERYBODY)
def test_no_two_pages_have_the_same_title(pages: dict[str, dict[str, str]], name: str) -> None:
    seen: dict[str, list[str]] = {}
    for path, page in pages[name].items():
        title = re.search(r"<title[^>]*>(.*?)</title>", page)
        seen.setdefault(title.group(1) if title else "", []).append(path)
    assert {title: paths for title, paths in seen.items() if len(paths) > 1 or not title} == {}


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_page_says_its_language_and_has_one_heading(
    pages: dict[str, dict[str, str]], name: str
) -> None:
    wrong = [
        path
        for path, page in pages[name].items()
        if '<html lang="ru">' not in page or len(re.findall(r"<h1\b", page)) != 1
    ]
    assert wrong == []


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_page_has_the_way_past_the_menu(pages: dict[str, dict[str, str]], name: str) -> None:
    wrong = [path for path, page in pages[name].items() if 'class="skip" href="#main"' not in page]
    assert wrong == []
