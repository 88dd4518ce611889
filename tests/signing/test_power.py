"""The reader of powers of attorney: what it takes from the file, and each reason why it refuses one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import InputError
from signing.power import MAX_POWER, Granted, Power, Principal, read_power
from tests.signing.powers import (
    ABOUT,
    FIO,
    INN,
    NUMBER,
    OGRN,
    PERSON,
    POWERS,
    PRINCIPAL,
    REPRESENTATIVE,
    WORDS,
    power_xml,
)

READ = Power(
    "003",
    NUMBER,
    date(2026, 1, 12),
    date(2026, 12, 31),
    Principal("МБОУ «Школа № 9»", INN, OGRN),
    PERSON,
    (Granted("BBDOC_01", "Подписывать журналы"),),
)
PLAIN = REPRESENTATIVE.replace("<СведФЛ>", "").replace("</СведФЛ>", "")


def refused(data: bytes) -> str:
    with pytest.raises(InputError) as found:
        read_power(data)
    return found.value.code


def test_a_power_is_read() -> None:
    assert read_power(power_xml()) == READ


@pytest.mark.parametrize(("version", "known"), [("002", "002"), ("003", "003"), ("EMCHD_1", "003")])
def test_known_versions_are_read(version: str, known: str) -> None:
    assert read_power(power_xml(version=version, representative=PLAIN)).format == known


def test_namespaces_and_encodings_do_not_matter() -> None:
    bare = power_xml().replace(b' xmlns="urn://x-artefacts/EMCHD_1"', b"")
    russian = power_xml().decode().replace("UTF-8", "windows-1251").encode("windows-1251")
    assert read_power(bare) == read_power(russian) == READ


def test_powers_in_words_are_read_without_a_code() -> None:
    assert read_power(power_xml(powers=WORDS)).granted == (Granted("", "Подписывать табели"),)


def test_a_number_in_capitals_is_the_same_number() -> None:
    assert read_power(power_xml(about=ABOUT.replace(NUMBER, NUMBER.upper()))).number == NUMBER


def test_what_is_too_large_is_refused_before_it_is_read() -> None:
    assert refused(b"<" * (MAX_POWER + 1)) == "power.large"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        power_xml()[:-1],
        power_xml().replace(b"UTF-8", b"klingon"),
        power_xml().replace(b"?>", '?><!DOCTYPE Доверенность [<!ENTITY a "b">]>'.encode(), 1),
        power_xml().replace(b"?>", '?><!DOCTYPE Доверенность SYSTEM "file:///etc/passwd">'.encode(), 1),
    ],
)
def test_no_xml_and_a_dtd_are_refused(data: bytes) -> None:
    assert refused(data) == "power.unreadable"


@pytest.mark.parametrize("data", [power_xml(version="5.03"), power_xml(version=""), power_xml(root="Файл")])
def test_another_format_is_refused_by_name(data: bytes) -> None:
    assert refused(data) == "power.format"


def test_a_power_in_sub_delegation_is_refused() -> None:
    assert refused(power_xml().replace("Довер>".encode(), "Передов>".encode())) == "power.subdelegated"


@pytest.mark.parametrize(
    "data",
    [
        power_xml(principal=PRINCIPAL * 2),
        power_xml(principal=""),
        power_xml(principal=PRINCIPAL.replace("РосОргДовер", "ФЛДовер")),
        power_xml(representative=REPRESENTATIVE * 2),
        power_xml(representative=REPRESENTATIVE + REPRESENTATIVE.replace("СведФизЛ", "СведОрг")),
        power_xml(representative=REPRESENTATIVE.replace("СведФизЛ", "СведОрг")),
    ],
)
def test_other_parties_than_one_organisation_and_one_person_are_refused(data: bytes) -> None:
    assert refused(data) == "power.parties"


@pytest.mark.parametrize(
    "data",
    [
        power_xml(about=""),
        power_xml(about=ABOUT * 2),
        power_xml(about=ABOUT.replace(NUMBER, "../../etc")),
        power_xml(about=ABOUT.replace("2026-12-31", "31.12.2026")),
        power_xml(about=ABOUT.replace("2026-12-31", "2026-02-30")),
        power_xml(about=ABOUT.replace("2026-12-31", "2026-01-11")),
        power_xml(principal=PRINCIPAL.replace(OGRN, "1")),
        power_xml(principal=PRINCIPAL.replace(INN, "٥" * 10)),
        power_xml(representative=REPRESENTATIVE.replace(FIO, "")),
        power_xml(representative=REPRESENTATIVE.replace('Имя="Анна"', 'Имя=" "')),
        power_xml(powers=POWERS.replace('КодПолн="BBDOC_01"', "")),
        power_xml(powers="<СвПолн/>"),
    ],
)
def test_what_is_missing_or_of_another_form_is_named(data: bytes) -> None:
    assert refused(data) == "power.incomplete"


@given(st.integers(0, len(power_xml()) - 1), st.integers(1, 255))
def test_any_changed_octet_is_read_or_refused_and_nothing_else(place: int, by: int) -> None:
    data = bytearray(power_xml())
    data[place] ^= by
    try:
        read_power(bytes(data))
    except InputError as error:
        assert error.code.startswith("power.")  # noqa: PT017
