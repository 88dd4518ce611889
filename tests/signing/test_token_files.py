"""The files between site and token: what the one writes the other reads, and nothing that deceives a reader."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from records.actor import Role
from records.errors import LetopisError
from records.registers.kinds import RecordKind
from signing.pades import SigningOrder
from signing.policy import fields
from signing.remote import to_be_signed
from signing.token_files import Asked, TokenRequest, read_answer, read_request, write_answer, write_request
from tests.signing.chains import chain_of
from tests.signing.making import AT, School

JOURNAL = chain_of(RecordKind.PERIOD_JOURNAL)


@pytest.fixture(scope="module")
def request_of(school: School, page: bytes) -> TokenRequest:
    teacher = school.people[Role.TEACHER]
    order = SigningOrder(JOURNAL[0], fields(JOURNAL), "Подписано", AT)
    octets = to_be_signed(page, order, teacher.certificate, teacher.issuers, school.services(AT))
    asked = Asked("q1", "Журнал: Алгебра, 9А", "a" * 64, octets)
    until = AT + timedelta(minutes=15)
    return TokenRequest("Школа №\xa012", "Громова Мария Ивановна", teacher.certificate, until, (asked,))


def refused(data: bytes) -> str:
    with pytest.raises(LetopisError) as found:
        read_request(data)
    return found.value.code


def test_a_request_is_read_as_it_was_written(request_of: TokenRequest) -> None:
    assert read_request(write_request(request_of)) == request_of


def test_an_answer_is_read_as_it_was_written() -> None:
    assert read_answer(write_answer({"q1": b"\x30\x45", "q2": b"x" * 256})) == {
        "q1": b"\x30\x45",
        "q2": b"x" * 256,
    }


def test_what_is_not_seen_is_not_written(request_of: TokenRequest) -> None:
    (asked,) = request_of.documents
    hidden = Asked("q1", "Жур\u202eнал\n", asked.file, asked.octets)
    written = TokenRequest(
        request_of.school, request_of.person, request_of.certificate, request_of.until, (hidden,)
    )
    assert read_request(write_request(written)).documents[0].title == "Журнал"


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("person", "\x1b[2J"),
        ("person", "\u202eанавИ"),
        ("school", 7),
        ("until", "завтра"),
        ("until", "2026-05-26T18:00:00"),
        ("certificate", "AAAA"),
        ("certificate", "не base64"),
        ("documents", []),
        ("documents", ["x"]),
        ("documents", {}),
        ("schema", "letopis/token-request/2"),
        ("more", 1),
    ],
)
def test_a_request_of_another_form_is_refused(request_of: TokenRequest, member: str, value: Any) -> None:
    told = json.loads(write_request(request_of))
    told[member] = value
    assert refused(json.dumps(told).encode()) == "token.request"


@pytest.mark.parametrize(("member", "value"), [("file", "a" * 63), ("title", None), ("id", 1), ("more", "x")])
def test_a_document_of_another_form_is_refused(request_of: TokenRequest, member: str, value: Any) -> None:
    told = json.loads(write_request(request_of))
    told["documents"][0][member] = value
    assert refused(json.dumps(told).encode()) == "token.request"


def test_a_question_that_is_asked_twice_is_refused(request_of: TokenRequest) -> None:
    told = json.loads(write_request(request_of))
    told["documents"] *= 2
    assert refused(json.dumps(told).encode()) == "token.request"


def test_what_names_another_certificate_is_not_signed(request_of: TokenRequest, school: School) -> None:
    other = school.people[Role.DIRECTOR].certificate
    swapped = TokenRequest(
        request_of.school, request_of.person, other, request_of.until, request_of.documents
    )
    assert refused(write_request(swapped)) == "token.octets"
