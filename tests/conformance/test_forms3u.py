"""ISO 19005-3, conformance level U, of every form in prose: veraPDF for the standard, qpdf for the syntax."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from records.documents.prose import print_form
from tests.conformance import verapdf
from tests.conformance.conftest import demand_the_judge
from tests.conformance.verapdf import Verdict
from tests.records.documents.forms.acts import destruction_act
from tests.records.documents.forms.hostile import spoilt
from tests.records.documents.forms.people import ANCHOR
from tests.records.documents.forms.samples import FORMS, extract, form_pdf
from tests.records.documents.test_hostile_text import TEXTS

LONG, HOSTILE = "destruction_act of many pages", "extract with markup in every field"
NAMES = (*FORMS, LONG, HOSTILE)


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A file for each of NAMES."""
    folder = tmp_path_factory.mktemp("forms")
    made = {name: form_pdf(name) for name in FORMS}
    made[LONG] = print_form(destruction_act(60), ANCHOR)
    made[HOSTILE] = print_form(spoilt(extract(), "".join(TEXTS.values())), ANCHOR)
    paths = {name: folder / f"{number}.pdf" for number, name in enumerate(NAMES)}
    for name, path in paths.items():
        path.write_bytes(made[name])
    return paths


@pytest.fixture(scope="session")
def form_verdicts(forms: Mapping[str, Path]) -> Mapping[str, Verdict]:
    """What veraPDF says of each."""
    demand_the_judge()
    return verapdf.judge(forms)


@pytest.mark.parametrize("name", NAMES)
def test_a_form_is_pdf_a_3u(form_verdicts: Mapping[str, Verdict], name: str) -> None:
    assert form_verdicts[name] == Verdict(compliant=True, findings=())


@pytest.mark.parametrize("name", NAMES)
def test_qpdf_finds_no_error_in_a_form(forms: Mapping[str, Path], name: str) -> None:
    checked = subprocess.run(["qpdf", "--check", forms[name]], capture_output=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, b"")
