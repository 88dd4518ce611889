"""ISO 19005-3, conformance level U, by independent judges: veraPDF for the standard, qpdf for the syntax."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conformance.specimens import FAULTS, NAMES
from tests.conformance.verapdf import Verdict


@pytest.mark.parametrize("name", NAMES)
def test_a_record_is_pdf_a_3u(verdicts: Mapping[str, Verdict], name: str) -> None:
    assert verdicts[name] == Verdict(compliant=True, findings=())


@pytest.mark.parametrize("name", FAULTS)
def test_the_judge_refuses(verdicts: Mapping[str, Verdict], name: str) -> None:
    assert FAULTS[name].rule in {finding.rule for finding in verdicts[name].findings}


@pytest.mark.parametrize("name", NAMES)
def test_qpdf_finds_no_error_in_a_record(specimens: Mapping[str, Path], name: str) -> None:
    checked = subprocess.run(["qpdf", "--check", specimens[name]], capture_output=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, b"")
