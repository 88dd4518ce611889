"""The doctor looks at the revocation lists of outside authorities: without a current one nobody can sign."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.site import Site
from tests.signing.gost_authority import GostAuthority
from tests.webui.closing.outside_key import authority, files_of


@pytest.fixture
def gost(tmp_path: Path) -> GostAuthority:
    return authority(tmp_path / "gost")


def test_the_doctor_tells_of_lists_that_are_missing_or_old(
    bare: Site, gost: GostAuthority, tmp_path: Path
) -> None:
    certificate, crl = files_of(gost, tmp_path / "files")
    codes = []
    for words in (certificate, crl):
        bare.run("trust", "add", words)
        codes.append({one["code"] for one in bare.run("doctor", "--json").json["findings"]})
    later = bare.run("doctor", "--json", now="2026-06-26T18:00:00+03:00").json["findings"]
    assert ["trust.no_list" in found for found in codes] == [True, False]
    assert "trust.list_old" in {one["code"] for one in later}
    assert "УСТАРЕЛ" in bare.run("trust", "list", now="2026-06-26T18:00:00+03:00").out
