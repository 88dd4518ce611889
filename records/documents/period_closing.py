"""Composes what ends a period journal: lessons held, who confirmed and closed, what the words mean, the signatures.

Takes a period_journal snapshot, gives a Closing. The pages before it are composed in period_journal.py.
"""

from __future__ import annotations

from records.documents import wording as say
from records.documents.addenda import footnotes, revision_facts
from records.documents.model import Closing
from records.documents.reading import Node, maybe, maybe_node, node, nodes, number, text
from records.documents.stamps import signature_stamps


def _lateness(snapshot: Node) -> list[str]:
    """The words for lateness that stand in some cell."""
    cells = [cell for pupil in nodes(snapshot, "pupils") for cell in nodes(pupil, "cells")]
    return sorted({late for cell in cells if (late := maybe(cell, "late"))})


def period_closing(snapshot: Node) -> Closing:
    """The closing of the last page."""
    lessons, zone = nodes(snapshot, "lessons"), node(snapshot, "zone")
    confirmation = maybe_node(snapshot, "confirmation")
    confirmed = (
        f"{say.person(snapshot, text(confirmation, 'by'))}, {say.moment(text(confirmation, 'at'), zone)}"
        if confirmation
        else "записи не подтверждены"
    )
    kinds = [text(column, "kind") for column in nodes(snapshot, "columns")]
    finals = [
        text(mark, "value")
        for pupil in nodes(snapshot, "pupils")
        if (mark := maybe_node(pupil, "period_mark"))
    ]
    legends = [
        say.explained(say.work_kinds(snapshot), kinds),
        ", ".join([say.ABSENCES, *(say.LATE.format(word) for word in _lateness(snapshot))]),
        say.explained(say.SPECIAL_MARKS, finals),
    ]
    return Closing(
        facts=(
            f"Проведено уроков: {len(lessons)}, часов: {sum(number(lesson, 'hours') for lesson in lessons)}.",
            f"Полноту и правильность записей подтвердил(а): {confirmed}.",
            f"Период закрыт: {say.cutoff_line(snapshot)}.",
            *revision_facts(snapshot),
        ),
        legends=[line for line in [*legends, *footnotes(snapshot)] if line],
        stamps=signature_stamps(snapshot),
    )
