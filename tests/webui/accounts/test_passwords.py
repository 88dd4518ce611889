"""Passwords: what is refused, what passes, and that a digest is Argon2id with a salt of its own."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.errors import InputError
from records.identity import SystemEntropy
from webui.accounts.guessing import soon_guessed
from webui.accounts.passwords import check_strength, hash_password, matches, one_time_password

ENTROPY = SystemEntropy()
ORLOV = ("orlov.ps", "Орлов Павел Сергеевич")


def verdict(password: str, *own: str) -> str:
    """Good, or the code with which a password is refused to the owner of that login and name."""
    try:
        check_strength(password, *own)
    except InputError as error:
        return error.code
    return "good"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("коротко", "password.short"),
        ("абвгдежзикл"[:11], "password.short"),
        ("я" * 201, "password.long"),
        ("password1234", "password.common"),
        ("qwertyuiop123", "password.common"),
        ("йцукенгшщзхъ", "password.common"),
        ("aaaaaaaaaaaaaaaa", "password.common"),
        ("123456789012", "password.common"),
        ("школа2025школа2026", "password.common"),
        ("Орлов.Павел.1975", "password.common"),
        ("orlov-ps-orlov-ps", "password.common"),
        ("Gfhjkm123456!", "password.common"),
        ("зфыыцщкв1234", "password.common"),
        ("ghbdtngfhjkm", "password.common"),
        ("привет-пароль!", "password.common"),
        ("qazwsxedcrfv", "password.common"),
        ("1q2w3e4r5t6y", "password.common"),
        ("iloveyou2026!", "password.common"),
        ("p@ssw0rdp@ssw0rd", "password.common"),
        ("drowssap1234", "password.common"),
        ("Наташа12051998", "password.common"),
        ("Школа № 1262 Москва", "password.common"),
        ("jhkjd.gfdtk.1975", "password.common"),
    ],
)
def test_a_password_that_is_guessed_is_refused(password: str, code: str) -> None:
    assert verdict(password, *ORLOV) == code


@pytest.mark.parametrize(
    "password",
    [
        "ветер качает рябину",
        "correct horse battery",
        "Tr0ub4dor&3xyzzy",
        "длинная фраза про чай",
        "трактор едет в поле",
    ],
)
def test_a_phrase_passes(password: str) -> None:
    assert verdict(password, *ORLOV) == "good"


def test_a_password_matches_its_digest() -> None:
    assert matches(hash_password("ветер качает рябину", ENTROPY), "ветер качает рябину")


def test_another_password_does_not() -> None:
    assert not matches(hash_password("ветер качает рябину", ENTROPY), "ветер качает рябины")


def test_no_digest_matches_nothing() -> None:
    assert not matches(None, "nobody has this password")


def test_a_damaged_digest_matches_nothing() -> None:
    assert not matches("$argon2id$broken", "ветер качает рябину")


def test_a_digest_is_argon2id() -> None:
    assert hash_password("ветер качает рябину", ENTROPY).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_same_password_has_two_digests() -> None:
    assert hash_password("ветер качает", ENTROPY) != hash_password("ветер качает", ENTROPY)


def test_a_one_time_password_passes_as_a_password() -> None:
    assert verdict(one_time_password(ENTROPY)) == "good"


def test_one_time_passwords_differ() -> None:
    assert len({one_time_password(ENTROPY) for _ in range(100)}) == 100


def test_what_costs_the_most_is_weighed_in_a_moment() -> None:
    """Signs that may stand for letters are what zxcvbn tries every combination of."""
    began = process_time()
    soon_guessed("4@8({[<36901!|7$5+%2" * 10, ())
    assert process_time() - began < 3


@given(st.text(min_size=12, max_size=200))
@settings(max_examples=50, deadline=None)
def test_whatever_is_typed_is_weighed(password: str) -> None:
    assert verdict(password, *ORLOV) in ("good", "password.short", "password.long", "password.common")
