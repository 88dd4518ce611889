"""Passwords: Argon2id digests (RFC 9106) made and checked, and what is refused as a password (NIST SP 800-63B 5.1.1).

A check takes the same time whether there is an account or not. What is soon guessed stands in guessing.py. It stores
nothing.
"""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from records.errors import InputError
from records.identity import Entropy
from webui.accounts.guessing import soon_guessed

SHORTEST, LONGEST = 12, 200
# OWASP's second choice of parameters: 19 MiB, two passes. A check costs about 30 ms.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _HASHER.hash("nobody has this password", salt=bytes(16))
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no 0, 1, i, l, o: read aloud or from paper


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
    if soon_guessed(plain, own):
        raise InputError(
            "password.common",
            "Такой пароль легко угадать: он есть в списках утёкших или составлен из известных слов, имени, ряда "
            "клавиш или года. "
            "Возьмите фразу из нескольких слов.",
            "the password is easy to guess: it is among the leaked ones, or made of common words, the name, a row of "
            "keys or a year; "
            "take a phrase of several words",
        )


def _normal(password: str) -> str:
    """One spelling for what looks the same (NIST SP 800-63B 5.1.1.2: NFKC)."""
    return unicodedata.normalize("NFKC", password)
