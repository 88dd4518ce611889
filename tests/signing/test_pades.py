"""Signing: appended revisions only, the same bytes every time, metadata untouched, nothing out of turn."""

from __future__ import annotations

import io
import reprlib
import subprocess
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import StreamObject

from records.registers.kinds import RecordKind
from signing.authority import SchoolAuthority
from signing.errors import SigningRefusedError
from signing.pades import SigningOrder, sign
from signing.policy import fields
from signing.services import services_at
from tests.signing.chains import chain_of
from tests.signing.making import AT, HOUR, SCHOOL, YEAR, School, open_school, sign_step

JOURNAL = chain_of(RecordKind.PERIOD_JOURNAL)


def refusal(school: School, pdf: bytes, place: int, at: datetime = AT) -> str:
    with pytest.raises(SigningRefusedError) as error:
        sign_step(school, pdf, JOURNAL, place, at)
    return error.value.code


def test_each_signature_only_appends(page: bytes, class_journal: list[bytes]) -> None:
    states = [page, *class_journal]
    assert all(after.startswith(before) for before, after in pairwise(states))


def test_the_same_input_gives_the_same_bytes(
    school: School, page: bytes, period_journal: list[bytes]
) -> None:
    again = sign_step(school, sign_step(school, page, JOURNAL, 0, AT), JOURNAL, 1, AT + HOUR)
    assert again == period_journal[-1]


def test_signing_spells_no_file_out(school: School, page: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    spelled: list[type] = []
    released = reprlib.Repr.repr_instance

    def repr_instance(self: reprlib.Repr, x: object, level: int) -> str:
        spelled.append(type(x))
        return released(self, x, level)

    monkeypatch.setattr(reprlib.Repr, "repr_instance", repr_instance)
    sign_step(school, page, JOURNAL, 0, AT)
    assert bytes not in spelled  # asyncio.run spells out what its task returns


def test_metadata_stay_as_they_were(page: bytes, class_journal: list[bytes]) -> None:
    def metadata(pdf: bytes) -> tuple[object, bytes]:
        reader = PdfReader(io.BytesIO(pdf))
        stream = reader.root_object["/Metadata"].get_object()
        assert isinstance(stream, StreamObject)
        return reader.metadata, stream.get_data()

    assert metadata(class_journal[-1]) == metadata(page)


def test_the_signed_file_keeps_its_version(class_journal: list[bytes]) -> None:
    assert "/Version" not in PdfReader(io.BytesIO(class_journal[-1])).root_object


def test_the_first_signer_creates_every_field(period_journal: list[bytes]) -> None:
    found = PdfReader(io.BytesIO(period_journal[0])).get_fields() or {}
    assert tuple(found) == fields(JOURNAL)


def test_the_signing_time_is_the_one_of_the_order(period_journal: list[bytes]) -> None:
    found = PdfReader(io.BytesIO(period_journal[-1])).get_fields() or {}
    assert found["DeputyHead"]["/V"]["/M"] == "D:20251027100000Z"


def test_the_reason_is_written_down(period_journal: list[bytes]) -> None:
    found = PdfReader(io.BytesIO(period_journal[0])).get_fields() or {}
    assert found["Teacher"]["/V"]["/Reason"] == "Подписано"


@pytest.mark.parametrize("journal", ["period_journal", "class_journal"])
def test_qpdf_finds_nothing(journal: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(request.getfixturevalue(journal)[-1])
    run = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_signing_needs_nothing_from_the_disk(tmp_path: Path, page: bytes) -> None:
    school = open_school(SchoolAuthority.create(tmp_path / "ca", SCHOOL, AT))
    services = services_at(school.authority, AT)
    (tmp_path / "ca").rename(tmp_path / "gone")
    order = SigningOrder(JOURNAL[0], fields(JOURNAL), "Подписано", AT)
    assert sign(page, order, school.people[JOURNAL[0].role], services).startswith(page)


def test_a_batch_shares_its_services(school: School, page: bytes, period_journal: list[bytes]) -> None:
    services = school.services(AT)
    order = SigningOrder(JOURNAL[0], fields(JOURNAL), "Подписано", AT)
    batch = [sign(page, order, school.people[JOURNAL[0].role], services) for _ in range(2)]
    assert batch == [period_journal[0]] * 2


def test_the_second_signer_cannot_come_first(school: School, page: bytes) -> None:
    assert refusal(school, page, 1) == "signing.order"


def test_the_same_signature_is_not_made_twice(school: School, period_journal: list[bytes]) -> None:
    assert refusal(school, period_journal[0], 0) == "signing.order"


def test_a_sealed_file_takes_no_further_signature(school: School, period_journal: list[bytes]) -> None:
    assert refusal(school, period_journal[-1], 1) == "signing.order"


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7 and then nothing", b"\0" * 2000])
def test_what_is_no_pdf_cannot_be_signed(school: School, pdf: bytes) -> None:
    assert refusal(school, pdf, 0) == "signing.unreadable"


def test_an_encrypted_file_cannot_be_signed(school: School, page: bytes) -> None:
    writer = PdfWriter(io.BytesIO(page))
    writer.encrypt("secret", algorithm="AES-256")
    output = io.BytesIO()
    writer.write(output)
    assert refusal(school, output.getvalue(), 0) == "signing.unreadable"


@pytest.mark.parametrize("at", [AT - HOUR, AT + 2 * YEAR])
def test_a_certificate_outside_its_life_cannot_sign(school: School, page: bytes, at: datetime) -> None:
    assert refusal(school, page, 0, at) == "signing.certificate"


def test_a_certificate_of_another_school_cannot_sign(school: School, stranger: School, page: bytes) -> None:
    mixed = School(school.authority, stranger.people)
    assert refusal(mixed, page, 0) == "signing.certificate"


def test_a_revoked_certificate_cannot_sign(tmp_path: Path, page: bytes) -> None:
    school = open_school(SchoolAuthority.create(tmp_path, SCHOOL, AT))
    school.authority.revoke("p1", AT + HOUR)
    assert refusal(school, page, 0, AT + 2 * HOUR) == "signing.certificate"


def test_services_of_another_moment_are_a_mistake_of_the_caller(school: School, page: bytes) -> None:
    order = SigningOrder(JOURNAL[0], fields(JOURNAL), "Подписано", AT)
    with pytest.raises(ValueError, match="different moments"):
        sign(page, order, school.people[JOURNAL[0].role], school.services(AT + HOUR))
