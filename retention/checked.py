"""What a check of one PDF or bag says: the values that retention/check.py fills. It judges nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from retention.verification.report import Problem
from signing.indications import Indication, SubIndication
from signing.report import SignatureFacts


class Pages(StrEnum):
    """Whether the pages of a PDF say what its embedded snapshot says."""

    AGREE = "agree"
    DIFFER = "differ"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the signatures of a file come to as a whole (EN 319 102-1, 5.1.3)."""

    indication: Indication
    sub_indication: SubIndication | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found about one PDF or bag. `title` and `digest` come from its snapshot when it has one.

    `form` names the printed form that a file is: it is no record, has no digest and no anchor; `code` is what an issued
    one bears, by which the school answers for it. `verdict` is None where there was nothing to judge.
    """

    path: str
    title: str | None
    digest: str | None
    signatures: tuple[SignatureFacts, ...]
    anchor: str | None
    problems: tuple[Problem, ...]
    pages: Pages = Pages.NOT_COMPARED
    form: str | None = None
    code: str | None = None
    verdict: Verdict | None = None
