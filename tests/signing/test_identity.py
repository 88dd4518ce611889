"""Whom a certificate names, and whether it may be the person: names as authorities and schools write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from signing.credential import certificate_facts
from signing.errors import SigningRefusedError
from signing.identity import check_qualified, is_named, named_in, same_person
from tests.signing.gost_people import QUALIFIED, SIGNS, Outsiders, Wanted, needs_engine

NAME = "Соловьёва-Ким Анна Олеговна"


@pytest.mark.parametrize(
    "other",
    [
        "Соловьёва-Ким Анна Олеговна",
        "СОЛОВЬЕВА-КИМ АННА ОЛЕГОВНА",
        "  соловьева - ким   анна  олеговна ",
        "Соловье\u0308ва-Ким Анна Олеговна",
        "Соловьёва-Ким Анна",
    ],
)
def test_a_person_is_known_however_the_name_is_written(other: str) -> None:
    assert same_person(NAME, other)
    assert same_person(other, NAME)


@pytest.mark.parametrize(
    "other",
    [
        "",
        "Соловьёва-Ким",
        "Соловьёва Ким Анна Олеговна",
        "Соловьёва-Ким Анна Петровна",
        "Соловьёва-Ким Инна Олеговна",
        "Анна Олеговна Соловьёва-Ким",
        "Cоловьёва-Ким Анна Олеговна",  # with a Latin C
    ],
)
def test_another_is_not_taken_for_the_person(other: str) -> None:
    assert not same_person(NAME, other)


def test_a_surname_alone_is_nobody() -> None:
    assert not same_person("Ким", "Ким")


@pytest.fixture(scope="module")
def outsiders(tmp_path_factory: pytest.TempPathFactory) -> Outsiders:
    return Outsiders.make(Path(tmp_path_factory.mktemp("outside")))


@needs_engine
@pytest.mark.parametrize(
    ("wanted", "named"),
    [
        (Wanted("Ким", "Анна Олеговна", "ООО «Школа»"), "Ким Анна Олеговна"),
        (Wanted(common="Ким Анна Олеговна"), "Ким Анна Олеговна"),
        (Wanted("Ким", "", "Ким Анна Олеговна"), "Ким Анна Олеговна"),
        (Wanted(), ""),
    ],
)
def test_a_certificate_names_by_surname_and_given_name_else_by_its_common_name(
    outsiders: Outsiders, wanted: Wanted, named: str
) -> None:
    certificate = outsiders.issue(wanted).certificate
    assert named_in(certificate).name == named
    assert is_named(certificate, "Ким Анна Олеговна") is bool(named)


@needs_engine
def test_the_numbers_of_a_person_are_shown_and_stand_in_no_other_fact(outsiders: Outsiders) -> None:
    certificate = outsiders.issue(Wanted.named("Ким Анна Олеговна")).certificate
    named, facts = named_in(certificate), certificate_facts(certificate)

    assert (named.snils, named.inn) == ("11223344595", "526317984689")
    assert "CN=Ким Анна Олеговна" in facts.subject
    assert not any(number in repr(facts) for number in (named.snils, named.inn))
    assert facts.qualified


@needs_engine
@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(common="Ким Анна", policies=()),
        Wanted(common="Ким Анна", policies=("1.2.643.100.114.1",)),
        Wanted(common="Ким Анна", usage=SIGNS - {"non_repudiation"}),
        Wanted(common="Ким Анна", usage=frozenset({"key_encipherment"})),
    ],
)
def test_what_is_not_a_qualified_signing_certificate_is_refused(outsiders: Outsiders, wanted: Wanted) -> None:
    with pytest.raises(SigningRefusedError) as refused:
        check_qualified(outsiders.issue(wanted).certificate)
    assert refused.value.code == "signing.not_qualified"


@needs_engine
def test_a_qualified_one_is_taken(outsiders: Outsiders) -> None:
    check_qualified(outsiders.issue(Wanted(common="Ким Анна", policies=("1.2.3", QUALIFIED))).certificate)
