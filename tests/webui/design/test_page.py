"""The page of the design system shows every macro of the templates, drawn and as its source, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webui.visitors import TEACHER, signed_in
from webui.design.samples import ICONS, SAMPLES

COMPONENTS = Path(__file__).resolve().parents[3] / "templates" / "components"
MACRO = re.compile(r"{%-? macro (\w+)\(")
# Drawn by another macro, or by every form that another sample opens.
INSIDE = {"icon": {"drawn"}, "form": {"csrf"}, "page": set[str]()}


@pytest.fixture(scope="module")
def teacher(bare_app: Flask) -> FlaskClient:
    return signed_in(bare_app, TEACHER)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_page_shows_every_sample_drawn_and_as_its_source(teacher: FlaskClient, language: str) -> None:
    page = teacher.get(f"/design?lang={language}").text
    assert page.count('class="sample"') == len(SAMPLES)
    assert "page.table_open" in page
    assert "{{ page" in page.replace("&#123;", "{")


@pytest.mark.parametrize("file", ["page", "form", "icon"])
def test_every_macro_has_a_sample(file: str) -> None:
    macros = set(MACRO.findall((COMPONENTS / f"{file}.html").read_text()))
    shown = {name for sample in SAMPLES for name in re.findall(rf"\b{file}\.(\w+)\(", sample.source)}
    shown |= set(ICONS) if file == "icon" else set()
    assert macros - INSIDE[file] == shown
