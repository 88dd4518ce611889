"""Finding the revisions of a signed file."""

from __future__ import annotations

import pytest

from records.digest import sha256
from signing.errors import SignatureInvalid
from signing.reading import revision_digests, unsigned_prefix


def test_each_revision_has_the_digest_of_the_file_as_it_was(class_journal: list[bytes]) -> None:
    teacher, deputy, director = class_journal
    found = revision_digests(director)
    assert (found[0], found[1], found[-1]) == (sha256(teacher), sha256(deputy), sha256(director))


def test_the_archive_timestamp_has_a_digest_of_its_own(period_journal: list[bytes]) -> None:
    assert len(revision_digests(period_journal[-1])) == 3


def test_an_unsigned_file_has_no_signed_revision(page: bytes) -> None:
    assert revision_digests(page) == ()


def test_garbage_has_no_revisions() -> None:
    with pytest.raises(SignatureInvalid) as error:
        revision_digests(b"garbage")
    assert error.value.code == "signature.unreadable"


def test_the_unsigned_rendition_is_the_beginning_of_the_signed_file(
    page: bytes, period_journal: list[bytes]
) -> None:
    assert unsigned_prefix(period_journal[-1], len(page)) == page


@pytest.mark.parametrize("shift", [-9, 9, 10**9])
def test_a_prefix_that_ends_within_a_revision_is_refused(
    page: bytes, period_journal: list[bytes], shift: int
) -> None:
    with pytest.raises(SignatureInvalid) as error:
        unsigned_prefix(period_journal[-1], len(page) + shift)
    assert error.value.code == "signature.unreadable"
