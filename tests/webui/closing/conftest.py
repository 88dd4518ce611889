"""A small school at the stages of closing its first half-year, and its site."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.flow.site import Site
from tests.webui.closing.desk import cut, sign_all
from tests.webui.visitors import TEACHER, app_of, signed_in


@pytest.fixture
def app(bare: Site) -> Iterator[Flask]:
    """The site of the small school; nothing is closed unless another fixture has done it."""
    with app_of(bare) as made:
        yield made


@pytest.fixture
def algebra(app: Flask) -> str:
    """The address of the closing page of a journal of the teacher's."""
    page = signed_in(app, TEACHER).get("/tasks").text
    return str(re.findall(r'href="(/closing/[^"/]+/[^"/]+)"', page)[0])


@pytest.fixture
def cut_off(bare: Site) -> Site:
    """The first half-year is cut off and waits for its teachers."""
    cut(bare)
    return bare


@pytest.fixture
def kept(cut_off: Site) -> Site:
    """The first half-year is in the archive."""
    sign_all(cut_off)
    sign_all(cut_off)
    return cut_off
