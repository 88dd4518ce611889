"""Chooses which records of an archive a sampled verification reads, by a seed that the auditor names.

The records whose SHA-256 of `seed/record` is least are chosen: nobody knows them before the seed is known, and anybody
can choose them anew by hand. Pure; it reads nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from records.digest import sha256
from records.errors import InputError

LEAST_SEED = 8  # characters: a shorter one is soon tried out by whoever knows which copy is damaged


def choose(records: Iterable[str], share: int, seed: str) -> tuple[str, ...]:
    """`share` per cent of the records, at least one, in the order of their digests. Raises InputError."""
    if not 1 <= share <= 100:
        raise InputError(
            "sample.share", "Доля выборки — от 1 до 100 процентов.", "the share is 1 to 100 per cent"
        )
    if len(seed.strip()) < LEAST_SEED:
        raise InputError(
            "sample.seed",
            f"Зерно выборки — не короче {LEAST_SEED} знаков: иначе выборку можно предугадать.",
            f"the seed has at least {LEAST_SEED} characters, else the sample can be foreseen",
        )
    ordered = sorted(records, key=lambda record: sha256(f"{seed.strip()}/{record}".encode()))
    return tuple(ordered[: max(1, -(-len(ordered) * share // 100))])
