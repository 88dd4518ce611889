"""What can be asked of a worker, as values: the kind of errand, what it concerns and what it is told.

Names only; queue.py keeps them, doing.py does them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class JobKind(StrEnum):
    """What a job does. Whoever waits for a signature comes first, a verification last."""

    SIGN = "sign"
    GO_ON = "go_on"
    PUBLISH = "publish"
    REMIND = "remind"
    TIDY = "tidy"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True)
class Errand:
    """What is asked: `key` is a record id, for a verification what is to be verified."""

    kind: JobKind
    key: str
    title: str
    arguments: Mapping[str, str] = field(default_factory=dict)

    @property
    def slot(self) -> str:
        """Two open errands of one slot would do the same."""
        return f"{self.kind.value}/{self.key}"


def verify_all(year: str) -> Errand:
    """Verify every record of a year; of the whole archive where `year` is empty."""
    return Errand(JobKind.VERIFY, f"all/{year}", year, {"year": year})


def verify_sample(year: str, share: int, seed: str) -> Errand:
    """Verify a share of them in per cent, chosen by the seed."""
    told = {"year": year, "share": str(share), "seed": seed}
    return Errand(JobKind.VERIFY, f"{share}/{seed}/{year}", year, told)
