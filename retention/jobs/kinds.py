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
