"""EN 319 102-1 by an independent judge: EU DSS says TOTAL_PASSED of records signed by RSA, ECDSA and browser keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from records.registers.kinds import RecordKind
from signing.authority import SchoolAuthority
from tests.conformance import eudss
from tests.conformance.conftest import demand_the_judge
from tests.conformance.eudss import Opinion
from tests.signing.making import (
    AT,
    CAST,
    HOUR,
    SCHOOL,
    School,
    credential_of,
    open_school,
    render_page,
    sign_all,
    sign_all_elsewhere,
)

KEYS = ("rsa", "ec", "browser")
NAMES = (*(f"{key}-{name}" for key in KEYS for name in ("teacher", "whole")), "altered")


@dataclass(frozen=True, slots=True)
class Asked:
    """The opinions on a file, one a signature."""

    opinions: Mapping[str, Sequence[Opinion]]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    demand_the_judge()
    folder = tmp_path_factory.mktemp("dss")
    authority = SchoolAuthority.create(folder / "ca", SCHOOL, AT)
    school, page = open_school(authority), render_page()
    keys = {role: ec.generate_private_key(ec.SECP256R1()) for role in CAST}
    curved = School(authority, {role: credential_of(authority, role, key) for role, key in keys.items()})
    of_rsa, of_ec = (sign_all(one, page, RecordKind.PERIOD_JOURNAL) for one in (school, curved))
    of_browsers = sign_all_elsewhere(curved, page, RecordKind.PERIOD_JOURNAL, timedelta(minutes=14))
    altered = bytearray(of_rsa[-1])
    altered[page.index(b"stream") + 40] ^= 1
    root = folder / "root.der"
    root.write_bytes(authority.root.public_bytes(Encoding.DER))
    paths = [folder / f"{name}.pdf" for name in NAMES]
    for path, data in zip(paths, (*of_rsa, *of_ec, *of_browsers, bytes(altered)), strict=True):
        path.write_bytes(data)
    said = eudss.judge(root, AT + 5 * HOUR, paths)
    return Asked({name: [one for one in said if one.file == f"{name}.pdf"] for name in NAMES})


@pytest.mark.parametrize(("name", "signatures"), [("teacher", 1), ("whole", 2)])
@pytest.mark.parametrize("key", KEYS)
def test_every_signature_passes(asked: Asked, key: str, name: str, signatures: int) -> None:
    found = [one.indication for one in asked.opinions[f"{key}-{name}"]]
    assert found == ["TOTAL_PASSED"] * signatures


@pytest.mark.parametrize("key", KEYS)
def test_a_whole_record_reaches_the_archival_level(asked: Asked, key: str) -> None:
    """DSS credits validation data that lie in a later revision than the signature: the teacher's do, in the end."""
    assert "PAdES-BASELINE-LTA" in {one.level for one in asked.opinions[f"{key}-whole"]}


def test_the_judge_refuses_an_altered_file(asked: Asked) -> None:
    assert "TOTAL_PASSED" not in {one.indication for one in asked.opinions["altered"]}
