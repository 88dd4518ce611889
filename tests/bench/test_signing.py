"""The peers of signing make and judge real B-LTA signatures; a batch of the bench ends signed by its owner's key."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from pypdf import PdfReader

from bench.batch import Batch, answer_all, ask_all, batch_of
from bench.batch_site import site_of
from bench.books import CHAIN, REASON, Book, Office, make_books, open_office
from bench.plain_signing import plain_desk, sign_field, validate_long_term
from bench.school import AT, copied
from retention.steps.asked import certificate_of, requests_of
from signing.trust import Trust, trust_from_pem
from signing.validate import validate


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("office") / "authority")


@pytest.fixture(scope="module")
def trust(office: Office) -> Trust:
    return trust_from_pem(office.authority.trust_pem())


@pytest.fixture(scope="module")
def book(office: Office) -> Book:
    """The small class journal."""
    return make_books(office, 1)[0]


@pytest.fixture(scope="module")
def batch() -> Iterator[Batch]:
    with batch_of(2) as made:
        yield made


def test_the_signed_book_is_valid_by_its_logged_revisions(office: Office, book: Book, trust: Trust) -> None:
    report = validate(book.signed, office.expectation(book), trust, AT)
    assert [one.field for one in report.signatures] == [step.field for step in CHAIN]


def test_the_plain_validation_finds_every_signature_of_the_book_valid(book: Book, trust: Trust) -> None:
    assert validate_long_term(book.signed, trust, AT) == [True, True, True]


def test_the_plain_validation_sees_a_changed_byte(book: Book, trust: Trust) -> None:
    place = len(book.states[0]) // 2
    spoilt = book.signed[:place] + bytes([book.signed[place] ^ 1]) + book.signed[place + 1 :]
    assert not any(validate_long_term(spoilt, trust, AT))


def test_the_plain_call_makes_the_same_last_signature_with_its_archive_timestamp(
    office: Office, book: Book, trust: Trust
) -> None:
    director = office.people[CHAIN[-1].role]
    desk = plain_desk(office.authority, director.certificate, director.key, AT)

    signed = sign_field(book.waiting, CHAIN[-1].field, REASON, desk)

    kinds = [field.get("/V", {}).get("/SubFilter") for field in _fields(signed)]
    assert kinds == [field.get("/V", {}).get("/SubFilter") for field in _fields(book.signed)]
    assert validate_long_term(signed, trust, AT) == [True, True, True]


def _fields(pdf: bytes) -> list[dict[str, dict[str, str]]]:
    return list((PdfReader(io.BytesIO(pdf)).get_fields() or {}).values())


def test_a_batch_ends_signed_by_the_key_that_no_server_has(batch: Batch) -> None:
    with copied(batch.data) as workshop:
        answer_all(workshop, batch, ask_all(workshop, batch))
        with workshop.reading() as session:
            last = [requests_of(session, workshop.school, record)[-1] for record in batch.waiting]
            assert [certificate_of(one) for one in last] == [batch.owner.sha256] * 2


def test_a_batch_ends_signed_through_the_served_site(batch: Batch) -> None:
    with site_of(batch) as owner:
        files = owner.open_page()
        stages = owner.sign(files)
        left = owner.waiting()

    assert (len(files), left) == (2, [])
    assert 0 < stages.asked < stages.answered < stages.ended


def test_a_batch_has_as_many_documents_as_it_is_asked_for(batch: Batch) -> None:
    assert (len(batch.waiting), len(batch.files)) == (2, 2)
