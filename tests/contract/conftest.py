"""What the contracts share, made once a session: a school, its page, a token where SoftHSM is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract import softhsm
from tests.signing.conftest import page, school

__all__ = ["page", "school", "token_module"]


@pytest.fixture(scope="session")
def token_module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SoftHSM with two tokens."""
    library = softhsm.needed()
    softhsm.initialise(library, tmp_path_factory.mktemp("softhsm"), softhsm.LABEL, "second")
    return library
