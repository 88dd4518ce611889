"""A case and its operations as a page, a list or a printed form shows them: frozen values with names in words.

Nothing is looked up here; reading.py fills them, papers.py prints them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from records.compromise.model import Deed, Moments, Remedy, Verdict
from records.compromise.rules import Duty
from records.lifecycle import CompromiseState, OperationState


@dataclass(frozen=True, slots=True)
class OperationFacts:
    """An operation: where it stands in words, what was written over what, how it was judged, answered, settled.

    `kind` is the log's name of what has no versions; `answered_by` a name; `version` the one that took it back.
    """

    reference: str
    deed: Deed
    kind: str
    at: datetime
    where: str
    before: str
    value: str
    verdict: Verdict
    state: OperationState
    answered_by: str
    answer: str
    remedy: Remedy | None
    version: int | None


@dataclass(frozen=True, slots=True)
class WantedChange:
    """A cell that a correction act must mend: in words, as `letopis correct` takes it, and whether it is mended."""

    class_id: str
    class_name: str
    year: str
    where: str
    change: str
    standing: str
    wanted: str
    mended: bool


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case: whose account, when, by which order, until when who must act, and how many operations of each state."""

    id: str
    state: CompromiseState
    account: str
    login: str
    owner: str
    owner_name: str
    number: str
    reason: str
    moments: Moments
    learned: datetime
    reported_by: str
    reported_at: datetime
    closed_at: datetime | None
    outcome: str
    due: Mapping[Duty, date]
    counts: Mapping[OperationState, int]

    @property
    def waiting(self) -> int:
        """How many operations wait for an answer."""
        return self.counts.get(OperationState.WAITING, 0)

    def overdue(self, today: date) -> frozenset[Duty]:
        """The duties whose last day is over and which are not done; the notice's delivery is not known here."""
        undone = {
            Duty.TELL: self.moments.void_from is None,
            Duty.ACCESS: self.state is CompromiseState.OPEN,
            Duty.ANSWER: bool(self.waiting),
        }
        return frozenset(duty for duty, late in undone.items() if late and today > self.due[duty])


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with everything that is known of it."""

    case: CaseFacts
    operations: Sequence[OperationFacts]
    changes: Sequence[WantedChange]

    @property
    def unmended(self) -> Sequence[str]:
        """The cells that still wait for an act."""
        return [change.where for change in self.changes if not change.mended]
