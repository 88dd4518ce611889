"""The doctor on signatures that are late and records that were declined."""

from __future__ import annotations

import pytest

from webui.health.finding import Weight
from webui.health.keeping import SigningFacts, of_signing


@pytest.mark.parametrize(
    ("late", "declined", "codes"),
    [
        (0, 0, []),
        (2, 0, ["signatures.late"]),
        (0, 1, ["signatures.declined"]),
        (1, 1, ["signatures.late", "signatures.declined"]),
    ],
)
def test_what_keeps_records_from_the_archive_is_told(late: int, declined: int, codes: list[str]) -> None:
    found = list(of_signing(SigningFacts(late, declined)))
    assert [one.code for one in found] == codes
    assert {one.weight for one in found} <= {Weight.WEAK}


def test_who_has_not_the_key_that_is_asked_for_is_named() -> None:
    (found,) = of_signing(SigningFacts(0, 0, (("Иванова А.", "own"), ("Петров Б.", "qualified"))))
    assert found.code == "signatures.no_key"
    assert "Иванова А. (own); Петров Б. (qualified)" in found.what("ru")
