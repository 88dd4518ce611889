"""What the conformance tests share, made once a session: the records as files, and veraPDF's verdicts on them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conformance import verapdf
from tests.conformance.specimens import FAULTS, ClassYear, make_specimens, read_year
from tests.conformance.verapdf import Verdict
from tests.flow.fixtures import autumn, bare, imported, kind, peace, school

__all__ = ["autumn", "bare", "imported", "kind", "peace", "school"]


@pytest.fixture(scope="session")
def year() -> ClassYear:
    return read_year()


@pytest.fixture(scope="session")
def specimens(year: ClassYear, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A file for each name of `specimens.NAMES`."""
    folder = tmp_path_factory.mktemp("conformance")
    made = make_specimens(year, folder / "ca")
    paths = {name: folder / f"{name}.pdf" for name in made}
    for name, path in paths.items():
        path.write_bytes(made[name])
    return paths


@pytest.fixture(scope="session")
def verdicts(
    specimens: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Verdict]:
    """What veraPDF says of every specimen and every spoilt copy, by name."""
    demand_the_judge()
    folder = tmp_path_factory.mktemp("spoilt")
    spoilt = {name: folder / f"{number}.pdf" for number, name in enumerate(FAULTS)}
    for name, path in spoilt.items():
        path.write_bytes(FAULTS[name].spoil(specimens[FAULTS[name].specimen].read_bytes()))
    return verapdf.judge({**specimens, **spoilt})


def demand_the_judge() -> None:
    """May be left out where there is no Java: a school's machine need not have it. In CI it fails."""
    if verapdf.is_available():
        return
    if "CI" in os.environ:
        pytest.fail("veraPDF and EU DSS cannot be asked: no JDK and Maven")
    pytest.skip("not run: no JDK and Maven")
