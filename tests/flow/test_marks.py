"""What the closing chain signs bears its marks: a print of any sealed record shows who signed it, and when."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from records.times import local, parse_rfc3339
from signing.stamp import HEAD, grouped
from tests.flow.site import Site

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def last_page(pdf: Path) -> str:
    """What pdftotext reads on the page that closes a record."""
    run = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True)
    *_, page, _ = run.stdout.decode().split("\f")
    return page


def test_a_sealed_record_shows_each_of_its_signatures(closed: Site) -> None:
    bags = sorted((closed.data / "locations" / "safe" / "records").glob("*/*/bagit.txt"))
    assert bags
    for bag in (path.parent for path in bags):
        shown = last_page(bag / "data" / "record.pdf")
        signatures = json.loads((bag / "data" / "record.json").read_bytes())["signatures"]
        assert shown.count(HEAD) == len(signatures)
        for signature in signatures:
            at = local(parse_rfc3339(signature["signed_at"]), "Europe/Moscow")
            assert f"{at:%d.%m.%Y %H:%M} (+03:00)" in shown
            assert all(line in shown for line in grouped(signature["certificate"]["serial"]))
