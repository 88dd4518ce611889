"""How soon a password is guessed: zxcvbn's lists of leaked passwords, words, names and keys, with Russian ones of ours.

A password is weighed as typed, as if the keyboard had been on the other layout, and without what it is made of. It may
be taken when it stands ten thousand million guesses: at 30 ms a guess (passwords.py) ten years of one processor.
Nothing is asked of anybody outside; a list of breaches is not kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from zxcvbn import zxcvbn

LEAST_GUESSES: Final = 10.0  # a power of ten
LEAST_LEFT: Final = 6
# What stands before this sign must be enough: signs that may stand for letters cost zxcvbn a second at twice as many.
_WEIGHED = 32
_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_LAYOUTS = (str.maketrans(_LATIN, _RUSSIAN), str.maketrans(_RUSSIAN, _LATIN))
_RUNS = re.compile(r"(.)\1+|0123|1234|2345|3456|4567|5678|6789|7890|(?:19|20)\d\d")


def soon_guessed(password: str, own: Sequence[str]) -> bool:
    """Whether it is refused; `own` are login and name, which whoever guesses tries first."""
    plain = password.casefold()
    mine = [word for name in own for word in re.split(r"\W+", name.casefold()) if len(word) > 2]
    spellings = {plain, *(plain.translate(layout) for layout in _LAYOUTS)}
    return any(_guesses(one, mine) < LEAST_GUESSES or _left(one, mine) < LEAST_LEFT for one in spellings)


def _guesses(plain: str, mine: Sequence[str]) -> float:
    """The power of ten of the guesses that find it."""
    return float(zxcvbn(plain[:_WEIGHED], user_inputs=[*mine, *_known()])["guesses_log10"])


def _left(plain: str, mine: Sequence[str]) -> int:
    """How many different signs stay without the known words, which zxcvbn takes for a phrase when there are several."""
    for word in sorted((*_known(), *mine), key=len, reverse=True):
        plain = plain.replace(word, "")
    plain = _RUNS.sub(lambda run: run.group()[:1], plain)
    return len(set(re.sub(r"[\W_]", "", plain)))


@cache
def _known() -> tuple[str, ...]:
    lines = Path(__file__).with_name("known_words.txt").read_text("utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())
