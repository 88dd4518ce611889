"""One site of the small school for all tests of a module: what they change they set themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.flow.seeds import Seed
from tests.flow.site import Site
from tests.webui.visitors import ADMINISTRATOR, AUDITOR, app_of, signed_in


@pytest.fixture(scope="module")
def site(autumn_seed: Seed, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return autumn_seed.copy(tmp_path_factory.mktemp("administration") / "school").site


@pytest.fixture(scope="module")
def app(site: Site) -> Iterator[Flask]:
    with app_of(site) as made:
        yield made


@pytest.fixture
def administrator(app: Flask) -> FlaskClient:
    return signed_in(app, ADMINISTRATOR)


@pytest.fixture
def auditor(app: Flask) -> FlaskClient:
    return signed_in(app, AUDITOR)
