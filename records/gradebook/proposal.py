"""Marks of a period -> their weighted mean and the mark that the school's rule proposes for it (R32, R40).

The rule is data of the policy: the weight of a kind of work, the mean from which a mark is proposed, how many marks
it takes. Exact hundredths, halves rounded up. A proposal is advice: only the teacher gives a mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ProposalRules:
    """`weights`: kind of work -> weight, 1 for others. `thresholds`: (mark, hundredths of the mean), best first.

    `fewest` marks without which nothing is proposed.
    """

    weights: Mapping[str, int] = field(default_factory=lambda: {"КР": 3, "ЗЧ": 3, "СР": 2, "ПР": 2, "ЛР": 2})
    thresholds: tuple[tuple[str, int], ...] = (("5", 450), ("4", 350), ("3", 250), ("2", 0))
    fewest: int = 3

    def weight(self, kind: str) -> int:
        """The weight of a mark for that kind of work."""
        return self.weights.get(kind, 1)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The weighted mean in hundredths, over how many marks, and the mark proposed; None where there are too few."""

    mean: int | None
    marks: int
    mark: str | None


def propose(rules: ProposalRules, marks: Iterable[tuple[str, str]]) -> Proposal:
    """The proposal over (kind of work, mark); words such as «осв» count for nothing."""
    figures = [(rules.weight(kind), int(mark)) for kind, mark in marks if mark.isdigit()]
    weight = sum(w for w, _ in figures)
    if not weight:
        return Proposal(None, len(figures), None)
    mean = _rounded(100 * sum(w * mark for w, mark in figures), weight)
    return Proposal(mean, len(figures), _mark(rules, mean) if len(figures) >= rules.fewest else None)


def propose_year(rules: ProposalRules, periods: Iterable[str]) -> Proposal:
    """The proposal for the year over the marks of its periods, all of one weight and however few."""
    figures = [int(mark) for mark in periods if mark.isdigit()]
    if not figures:
        return Proposal(None, 0, None)
    mean = _rounded(100 * sum(figures), len(figures))
    return Proposal(mean, len(figures), _mark(rules, mean))


def _mark(rules: ProposalRules, mean: int) -> str | None:
    return next((mark for mark, least in rules.thresholds if mean >= least), None)


def _rounded(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
