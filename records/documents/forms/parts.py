"""What the forms in prose are made of: head, signatories, approval, protocol, terms, numbers, signature facts.

Values only, given by who knows them; wording that several forms share stands here as properties. Nothing is looked up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Final, Protocol

from records.numerals import YEAR, counted
from records.times import russian_date


def numbered(title: str, number: str) -> str:
    """`Акт № 7`; the title alone where the number is filled in by hand."""
    return f"{title} № {number}" if number else title


def year_words(label: str) -> str:
    """`2025/2026 учебный год`, `2026 год`."""
    return f"{label} учебный год" if "/" in label else f"{label} год"


def in_year(label: str) -> str:
    """`2025/2026 учебном году`, `2026 году`: in which something was opened."""
    return f"{label} учебном году" if "/" in label else f"{label} году"


@dataclass(frozen=True, slots=True)
class Head:
    """Who issues the form, at what moment (the file's date), where; its number and date, empty ones by hand."""

    organisation: str
    made_at: datetime
    place: str = ""
    number: str = ""
    dated: date | None = None


class Form(Protocol):
    """A printed form: its head, what it is called, and the template that sets it."""

    TEMPLATE: ClassVar[str]

    @property
    def head(self) -> Head:
        """Who issues it and when."""
        ...

    @property
    def title(self) -> str:
        """What the file and its running heads are called."""
        ...


class Signing(StrEnum):
    """How a signatory signs: on the paper, or the file."""

    BY_HAND = "by_hand"
    ELECTRONIC = "electronic"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: position and name in the nominative; an empty name or date is a line to fill in."""

    position: str
    name: str = ""
    signing: Signing = Signing.BY_HAND
    on: date | None = None


@dataclass(frozen=True, slots=True)
class CommissionProtocol:
    """A protocol of the expert commission; without number and date a line to fill in."""

    number: str = ""
    dated: date | None = None


TO_COME: Final = CommissionProtocol()


@dataclass(frozen=True, slots=True)
class Keeping:
    """A term of storage as registers show it: years, None for ever, and the article."""

    years: int | None
    article: str = ""

    @property
    def words(self) -> str:
        """`5 лет`, or `Постоянно`."""
        return "Постоянно" if self.years is None else counted(self.years, YEAR)

    @property
    def cell(self) -> str:
        """`5 лет, ст. 605 б`."""
        return f"{self.words}, {self.article}" if self.article else self.words


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last date in a file («крайние даты»)."""

    first: date
    last: date

    @property
    def cell(self) -> str:
        """`01.09.2025–26.06.2026`."""
        return f"{russian_date(self.first)}–{russian_date(self.last)}"


@dataclass(frozen=True, slots=True)
class Numbering:
    """Numbers from–to of a list or of sheets, with the lettered (12а) and the missing ones."""

    first: str
    last: str
    lettered: Sequence[str] = ()
    missing: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """One electronic signature as a print names it: role, certificate, owner, validity, time (school's clock)."""

    role: str
    owner: str
    certificate: str
    valid_from: date
    valid_to: date
    signed: str = ""


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """A record of the archive that a form certifies something about, with its signatures."""

    title: str
    record: str
    digest: str
    signatures: Sequence[SignatureFacts] = ()


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A subject and what stands under each column."""

    subject: str
    marks: Sequence[str]


@dataclass(frozen=True, slots=True)
class MarkTable:
    """Marks of one pupil: columns (periods, year, exam, final), a row a subject."""

    columns: Sequence[str]
    rows: Sequence[MarkRow]
