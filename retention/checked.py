"""What a check of one PDF or bag says: the values that retention/check.py fills. It judges nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from records.errors import Language
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

    def sentence(self, language: Language) -> str:
        """What it means of all the signatures together."""
        ru, en = _OF_ALL[self.indication]
        return ru if language == "ru" else en


_OF_ALL: Final[Mapping[Indication, tuple[str, str]]] = {
    Indication.TOTAL_PASSED: (
        "Все подписи действительны: это доказано целиком.",
        "All signatures are valid: all of it is proven.",
    ),
    Indication.TOTAL_FAILED: (
        "Подписанный файл негоден: это доказано. Что с каждой подписью, сказано ниже.",
        "The signed file is not valid: that is proven. What each signature is worth is said below.",
    ),
    Indication.INDETERMINATE: (
        "По тому, что есть в файле, нельзя сказать, действительны ли подписи: доверять им не следует.",
        "From what the file holds nobody can say whether the signatures are valid; do not rely on them.",
    ),
}


@dataclass(frozen=True, slots=True)
class Under:
    """A power of attorney that a signature was made under, and the organisation that gave it, by its own key."""

    field: str
    number: str
    organisation: str
    ogrn: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found about one PDF or bag. `title` and `digest` come from its snapshot when it has one.

    `form` names the printed form that a file is: it is no record, has no digest and no anchor; `code` is what an issued
    one bears, by which the school answers for it. `verdict` is None where nothing was to be judged; `powers` are those
    that hold.
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
    powers: tuple[Under, ...] = ()

    def power_of(self, signature: SignatureFacts) -> Under | None:
        """The power that the signature was made under, when it holds."""
        return next((one for one in self.powers if one.field == signature.field), None)
