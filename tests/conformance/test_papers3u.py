"""ISO 19005-3, conformance level U, of every paper printed from a closed class: veraPDF, and qpdf for the syntax."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conformance import verapdf
from tests.conformance.conftest import demand_the_judge
from tests.conformance.verapdf import Verdict
from tests.flow.kill import Undisturbed
from tests.flow.papers import PAPERS, print_paper

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)

REPORT = "signature_report"
NAMES = (*PAPERS, REPORT)


@pytest.fixture(scope="session")
def papers(peace: Undisturbed, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A file for each paper of the small school, its year closed."""
    output = tmp_path_factory.mktemp("papers")
    site = peace.closed.copy(tmp_path_factory.mktemp("small") / "school").site
    for name in PAPERS:
        ran = print_paper(site, name, output)
        assert ran.code == 0, ran.err
    record = site.run("records", "--json").json[0]["id"]
    ran = site.run("print", REPORT, "--record", record, "--output", str(output / f"{REPORT}.pdf"))
    assert ran.code == 0, ran.err
    return {name: output / f"{name}.pdf" for name in NAMES}


@pytest.fixture(scope="session")
def paper_verdicts(papers: Mapping[str, Path]) -> Mapping[str, Verdict]:
    """What veraPDF says of each."""
    demand_the_judge()
    return verapdf.judge(papers)


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_is_pdf_a_3u(paper_verdicts: Mapping[str, Verdict], name: str) -> None:
    assert paper_verdicts[name] == Verdict(compliant=True, findings=())


@pytest.mark.parametrize("name", NAMES)
def test_qpdf_finds_no_error_in_a_paper(papers: Mapping[str, Path], name: str) -> None:
    checked = subprocess.run(["qpdf", "--check", papers[name]], capture_output=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, b"")
