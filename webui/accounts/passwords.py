"""Passwords: Argon2id digests (RFC 9106) made and checked, and what is refused as a password (NIST SP 800-63B 5.1.1).

A check takes the same time whether there is an account or not. It stores nothing.
"""

from __future__ import annotations

import re
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from records.errors import InputError
from records.identity import Entropy

SHORTEST, LONGEST = 12, 200
LEAST_LEFT = 6
# OWASP's second choice of parameters: 19 MiB, two passes. A check costs about 30 ms.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _HASHER.hash("nobody has this password", salt=bytes(16))
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no 0, 1, i, l, o: read aloud or from paper
# What people make long passwords of; the rest must still be a password.
_COMMON = (
    *(
        "qwertyuiop",
        "qwerty",
        "asdfghjkl",
        "asdfgh",
        "zxcvbnm",
        "zxcvbn",
        "1qaz2wsx",
        "qazwsx",
        "1q2w3e4r5t",
        "1q2w3e",
    ),
    *("йцукенгшщзхъ", "йцукен", "фывапролдж", "фывапр", "ячсмитьбю", "ячсмит"),
    *(
        "password",
        "passw0rd",
        "parol",
        "пароль",
        "gfhjkm",
        "admin",
        "админ",
        "administrator",
        "администратор",
        "root",
    ),
    *(
        "letmein",
        "welcome",
        "login",
        "логин",
        "access",
        "secret",
        "секрет",
        "master",
        "user",
        "guest",
        "test",
        "тест",
    ),
    *(
        "iloveyou",
        "люблю",
        "dragon",
        "monkey",
        "sunshine",
        "princess",
        "football",
        "spartak",
        "zenit",
        "superman",
    ),
    *(
        "letopis",
        "летопись",
        "school",
        "школа",
        "shkola",
        "journal",
        "журнал",
        "teacher",
        "учитель",
        "директор",
    ),
    *("moscow", "москва", "russia", "россия", "january", "summer", "winter", "spring", "autumn"),
    *(
        "сентябрь",
        "январь",
        "февраль",
        "лето",
        "зима",
        "весна",
        "осень",
        "мама",
        "папа",
        "natasha",
        "наташа",
        "сергей",
    ),
)
_RUNS = re.compile(r"(.)\1+|0123|1234|2345|3456|4567|5678|6789|7890|(?:19|20)\d\d")


def hash_password(password: str, entropy: Entropy) -> str:
    """The Argon2id digest of a password."""
    return _HASHER.hash(_normal(password), salt=entropy.token(16))


def matches(digest: str | None, password: str) -> bool:
    """Whether this is the password; without a digest the work is done all the same, and the answer is no."""
    try:
        _HASHER.verify(digest or _NOBODY, _normal(password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return digest is not None


def one_time_password(entropy: Entropy) -> str:
    """A password for one use, sixteen signs in groups that can be read aloud: 79 bits."""
    octets = entropy.token(64)
    # Octets past the last whole alphabet are left out, so that no sign is likelier than another.
    fair = [octet for octet in octets if octet < 256 - 256 % len(_ALPHABET)][:16]
    text = "".join(_ALPHABET[octet % len(_ALPHABET)] for octet in fair)
    return "-".join(text[n : n + 4] for n in range(0, 16, 4))


def check_strength(password: str, *own: str) -> None:
    """Raise InputError unless the password may be taken; `own` are login and name, which it must not be made of."""
    plain = _normal(password).casefold()
    if len(plain) < SHORTEST:
        raise InputError(
            "password.short",
            f"Пароль короче {SHORTEST} знаков. Возьмите фразу из нескольких слов.",
            f"the password is shorter than {SHORTEST} characters; take a phrase of several words",
        )
    if len(plain) > LONGEST:
        raise InputError(
            "password.long",
            f"Пароль длиннее {LONGEST} знаков.",
            f"the password is longer than {LONGEST} characters",
        )
    if len(_without_common(plain, own)) < LEAST_LEFT:
        raise InputError(
            "password.common",
            "Такой пароль легко угадать: он составлен из известных слов, имени, ряда клавиш или года. "
            "Возьмите фразу из нескольких слов.",
            "the password is easy to guess: it is made of common words, the name, a row of keys or a year; "
            "take a phrase of several words",
        )


def _without_common(plain: str, own: tuple[str, ...]) -> str:
    words = [word for name in own for word in re.split(r"\W+", name.casefold()) if len(word) > 2]
    for word in sorted((*_COMMON, *words), key=len, reverse=True):
        plain = plain.replace(word, "")
    plain = _RUNS.sub(lambda run: run.group()[:1], plain)
    signs = re.sub(r"[\W_]", "", plain)
    return "".join(dict.fromkeys(signs))


def _normal(password: str) -> str:
    """One spelling for what looks the same (NIST SP 800-63B 5.1.1.2: NFKC)."""
    return unicodedata.normalize("NFKC", password)
