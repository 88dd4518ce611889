"""docs/verification-codes.md and the code name the same codes: what is found is explained, what is explained exists."""

from __future__ import annotations

import re
from pathlib import Path

from retention.findings import FixityCode
from signing.errors import Reason
from tests.tampering.carriers import CARRIERS
from tests.tampering.edits import columns
from tests.tampering.expectations import codes_of
from tests.tampering.pdfs import EXPECTED
from tests.tampering.rollbacks import ROLLBACKS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "verification-codes.md"
_CODE = re.compile(r'"([a-z]+(?:\.[a-z_]+)+)"')


def explained() -> set[str]:
    """The codes that the page explains."""
    return set(re.findall(r"^\| `([a-z_.]+)` \|", PAGE.read_text(), re.MULTILINE))


def spelled() -> set[str]:
    """Whatever has the form of a code in the sources."""
    files = [
        file for package in ("records", "signing", "retention") for file in (ROOT / package).rglob("*.py")
    ]
    return {code for file in files for code in _CODE.findall(file.read_text())}


def test_every_code_that_the_matrix_expects_is_explained() -> None:
    wanted = {code for carrier in CARRIERS for code in carrier.codes}
    wanted |= {code for column in columns() for code in codes_of(str(column))}
    wanted |= {code for codes in EXPECTED.values() for code in codes}
    wanted |= {code for rollback in ROLLBACKS.values() for code in rollback.codes}
    assert wanted <= explained()


def test_every_code_that_verification_itself_gives_is_explained() -> None:
    folder = ROOT / "retention" / "verification"
    given = {
        code
        for file in folder.glob("*.py")
        for code in re.findall(r'"((?:\w+)\.\w+)",\s*(?:ru|\*|f?"[А-Я]|\(|$)', file.read_text())
    }
    given |= {code.value for code in FixityCode} | {reason.value for reason in Reason}
    assert {code for code in given if not code.startswith("since.")} <= explained()


def test_no_code_is_explained_that_nothing_gives() -> None:
    assert explained() <= spelled()
