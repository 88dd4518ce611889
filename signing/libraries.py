"""Refuses a release of a library other than the one that was studied, before anything of it is replaced.

Takes names and releases, functions and digests of their source; SetupError when one differs. It replaces nothing.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Mapping
from importlib.metadata import version

from records.errors import SetupError


def require_releases(wanted: Mapping[str, str], installed: Callable[[str], str] = version) -> None:
    """Raise SetupError (setup.libraries) unless each library is installed in the release named."""
    for name, release in wanted.items():
        if installed(name) != release:
            raise _unfit(f"{name} {installed(name)} ≠ {release}")


def require_sources(wanted: Mapping[Callable[..., object], str]) -> None:
    """Raise SetupError (setup.libraries) unless the source of each function has the SHA-256 named."""
    for function, digest in wanted.items():
        if hashlib.sha256(inspect.getsource(function).encode()).hexdigest() != digest:
            raise _unfit(function.__qualname__)


def _unfit(what: str) -> SetupError:
    return SetupError(
        "setup.libraries",
        f"Библиотека подписей не той версии, для которой проверены исправления ({what}): "
        "установите версии из .ci/lock.",
        f"a signature library is not the release that the corrections were made for ({what}); "
        "install the versions of .ci/lock",
    )
