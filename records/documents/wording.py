"""The Russian of the printed forms: dates, months, initials, marks and the standing phrases.

Pure text; names of class, roles and work kinds come from the snapshot's policy, not from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from records.documents.model import Heading
from records.documents.reading import Node, maybe, maybe_node, node, nodes, number, text
from records.times import local, parse_rfc3339, russian_date

MONTHS: Final = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)
SHORT_MONTHS: Final = tuple(month[:3] for month in MONTHS)
ABSENCES: Final = "н — отсутствовал(а), б — по болезни, у — по уважительной причине"
LATE: Final = "{} — опоздал(а)"
_MOVED: Final = {"arrived": ("прибыл(а)", "приб."), "left": ("выбыл(а)", "выб.")}
SPECIAL_MARKS: Final = {
    "н/а": "не аттестован(а)",
    "осв": "освобождён(а)",
    "безотм": "безотметочное обучение",
    "зач": "зачтено",
}


def day(value: str) -> date:
    """The day that an ISO date of the snapshot names."""
    return date.fromisoformat(value)


def dotted(value: str | None) -> str:
    """`25.10.2025`, or nothing for null."""
    return "" if value is None else russian_date(day(value))


def moment(value: str, zone: Node) -> str:
    """`25.10.2025 18:00 (+03:00)`: a moment of the snapshot on the school's clock."""
    at = local(parse_rfc3339(value), text(zone, "name"))
    offset = at.strftime("%z")
    return f"{at:%d.%m.%Y %H:%M} ({offset[:3]}:{offset[3:]})"


def clock(value: str, zone: Node) -> str:
    """`25.10.2025 18:00`: the same where the zone is named elsewhere."""
    return f"{local(parse_rfc3339(value), text(zone, 'name')):%d.%m.%Y %H:%M}"


def initials(name: str) -> str:
    """`Громова У. И.` of a full name."""
    surname, *rest = name.split() or [""]
    return " ".join([surname, *(f"{part[0]}." for part in rest)])


def short_names(names: Sequence[str]) -> list[str]:
    """Surname and first name of each pupil; the full name where two would read the same."""
    short = [" ".join(name.split()[:2]) for name in names]
    return [full if short.count(brief) > 1 else brief for full, brief in zip(names, short, strict=True)]


def person(snapshot: Node, identity: str | None) -> str:
    """The name of somebody the snapshot names by id; a dash for nobody."""
    if identity is None:
        return "—"
    return maybe(node(snapshot, "people"), identity) or identity


def label(snapshot: Node, key: str, otherwise: str) -> str:
    """What the school's policy calls a thing of its structure (class, group, class teacher)."""
    return maybe(node(node(snapshot, "policy"), "labels"), key) or otherwise


def role(snapshot: Node, key: str, otherwise: str) -> str:
    """What the school's policy calls a role."""
    return maybe(node(node(snapshot, "policy"), "roles"), key) or otherwise


def work_kinds(snapshot: Node) -> dict[str, str]:
    """What each kind of work is called, in the order of the policy."""
    kinds = node(node(snapshot, "policy"), "work_kinds")
    return {kind: text(kinds, kind) for kind in kinds}


def organisation(snapshot: Node) -> str:
    """The school, and its branch where it has one."""
    branch = maybe_node(node(snapshot, "school"), "branch")
    school = text(node(snapshot, "school"), "name")
    return f"{school}, {text(branch, 'name')}" if branch else school


def year_heading(snapshot: Node, title: str) -> Heading:
    """The head of a page that covers the whole year of a class."""
    year = text(node(snapshot, "year"), "label")
    return Heading(title, f"{class_line(snapshot)} · {year}", organisation(snapshot))


def class_line(snapshot: Node) -> str:
    """`Класс 9А`, or what the policy calls a class."""
    return f"{label(snapshot, 'class', 'Класс')} {text(node(snapshot, 'class'), 'name')}"


def cutoff_line(snapshot: Node) -> str:
    """When, by whom and, if one was given, for what reason the content was cut off."""
    cutoff = maybe_node(snapshot, "cutoff")
    if cutoff is None:
        return moment(text(snapshot, "as_of"), node(snapshot, "zone"))
    reason = maybe(cutoff, "reason")
    line = f"{moment(text(cutoff, 'at'), node(snapshot, 'zone'))}, {person(snapshot, maybe(cutoff, 'by'))}"
    return f"{line} ({reason})" if reason else line


def footer(snapshot: Node) -> str:
    """What stands small at the foot of each page: what record this is and as of when; a draft is none yet."""
    record = node(snapshot, "record")
    at = moment(text(snapshot, "as_of"), node(snapshot, "zone"))
    if number(record, "revision") == 0:
        return f"Проект, по состоянию на {at}"
    replaced = maybe(record, "replaces")
    instead = f" взамен записи {replaced}" if replaced else ""
    return (
        f"Запись {text(record, 'id')}, редакция {number(record, 'revision')}{instead}, по состоянию на {at}"
    )


def movements(member: Node) -> Iterator[tuple[str, str]]:
    """(`прибыл(а) 19.01.2026`, its order or "") for each arrival and leaving, in order of time."""
    for key, day, order in _moves(member):
        yield f"{_MOVED[key][0]} {dotted(day)}", order


def membership_note(member: Node) -> str:
    """`прибыл(а) 19.01.2026`, `выбыл(а) 19.12.2025`, both, or nothing; of one who came back all of it."""
    return ", ".join(moved for moved, _ in movements(member))


def beside_name(member: Node) -> str:
    """The same as it stands beside a name in a table: of one who came back, `выб. 16.09, приб. 02.10`."""
    if len(times(member)) == 1:
        return membership_note(member)
    return ", ".join(f"{_MOVED[key][1]} {dotted(day)[:5]}" for key, day, _ in _moves(member))


def _moves(member: Node) -> Iterator[tuple[str, str, str]]:
    for time in times(member):
        for key in _MOVED:
            if day := maybe(time, key):
                yield key, day, maybe(time, f"{key}_order") or ""


def times(member: Node) -> list[Node]:
    """The times in the class, the first one first: `earlier` stands only where there are several."""
    return [*(nodes(member, "earlier") if "earlier" in member else []), member]


def explained(meanings: Mapping[str, str], used: Sequence[str]) -> str:
    """`КР — контрольная работа, СР — …` for those of `used` that have a meaning, in its order."""
    wanted = set(used)
    return ", ".join(f"{key} — {word.lower()}" for key, word in meanings.items() if key in wanted)
