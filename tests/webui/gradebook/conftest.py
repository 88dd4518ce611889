"""The small school's site with its people signed in, and the journal that they look at."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webui.gradebook.journal import Algebra, find_algebra
from tests.webui.visitors import DEPUTY, OTHER_TEACHER, TEACHER, signed_in


@pytest.fixture
def algebra(app: Flask) -> Algebra:
    """Алгебра of the first half-year."""
    return find_algebra(app, 1)


@pytest.fixture
def spring(app: Flask) -> Algebra:
    """Алгебра of the second half-year, the last one."""
    return find_algebra(app, 2)


@pytest.fixture
def teacher(app: Flask) -> FlaskClient:
    return signed_in(app, TEACHER)


@pytest.fixture
def colleague(app: Flask) -> FlaskClient:
    """Teaches another subject."""
    return signed_in(app, OTHER_TEACHER)


@pytest.fixture
def deputy(app: Flask) -> FlaskClient:
    return signed_in(app, DEPUTY)
