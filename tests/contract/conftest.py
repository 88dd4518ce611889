"""What the contracts share, made once a session: a school, its page, a token where SoftHSM is installed."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.contract import softhsm
from tests.signing.conftest import page, school

__all__ = ["page", "school", "token_module"]


@pytest.fixture(scope="session")
def token_module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SoftHSM with one token. May be left out on a school's machine; in CI, python-pkcs11 without it fails."""
    library = softhsm.module()
    if library is None:
        if "CI" in os.environ and find_spec("pkcs11"):
            pytest.fail("tokens cannot be tried: no SoftHSM 2")
        pytest.skip("not run: no python-pkcs11 and SoftHSM 2")
    softhsm.initialise(library, tmp_path_factory.mktemp("softhsm"))
    return library
