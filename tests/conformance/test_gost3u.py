"""A record stays PDF/A-3u under a GOST signature (ISO 19005-3, 6.4.3), by veraPDF; qpdf finds its syntax sound."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.conformance import verapdf
from tests.conformance.conftest import demand_the_judge
from tests.conformance.verapdf import Verdict
from tests.signing.conftest import desk, gost, gost_at, page
from tests.signing.gost_authority import GostAuthority
from tests.signing.outside_school import Desk

__all__ = ["desk", "gost", "gost_at", "page"]


def test_a_record_is_pdf_a_3u_before_and_after_a_gost_signature(
    desk: Desk, gost: GostAuthority, tmp_path: Path
) -> None:
    demand_the_judge()
    states = {"unsigned": desk.page}
    for bits in (256, 512):
        signed = desk.signed(gost.issue("Громова", bits))
        states |= {f"teacher-{bits}": signed, f"sealed-{bits}": desk.finish(signed)}
    paths = {name: tmp_path / f"{name}.pdf" for name in states}
    for name, path in paths.items():
        path.write_bytes(states[name])
        checked = subprocess.run(["qpdf", "--check", path], capture_output=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, b"")

    assert verapdf.judge(paths) == dict.fromkeys(states, Verdict(compliant=True, findings=()))
