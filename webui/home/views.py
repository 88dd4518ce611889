"""The first page: what needs doing, in plain sentences with links and counts, the most urgent first; then the sections.

Each section asks its own use cases, and only for posts that the visitor holds today. It decides and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from flask import Blueprint, render_template

from records.actor import Role
from webui.access import installation, visitor
from webui.accounts.people import holders
from webui.home import guarding, office, teaching
from webui.home.desk import Desk, Lines
from webui.home.line import by_weight
from webui.home.words import WORDS, sentence
from webui.language import language, words_of
from webui.moments import now, today

blueprint = Blueprint("home", __name__)

SECTIONS: Mapping[Role, Callable[[Desk], Lines]] = {
    Role.TEACHER: teaching.of_teacher,
    Role.SUBSTITUTE: teaching.of_substitute,
    Role.CLASS_TEACHER: teaching.of_class_teacher,
    Role.DEPUTY_HEAD: office.of_deputy,
    Role.SECRETARY: office.of_secretary,
    Role.DIRECTOR: guarding.of_director,
    Role.AUDITOR: guarding.of_auditor,
    Role.ADMINISTRATOR: guarding.of_administrator,
}


@blueprint.get("/home")
def page() -> str:
    """Where everybody begins: who one is today, and what there is to do."""
    opened, asking = installation(), visitor()
    with opened.workshop.reading() as session:
        desk = Desk(opened.workshop, session, asking, opened.workshop.policy(session), now(), today())
        lines = by_weight(dict.fromkeys(_lines(desk)))
    return render_template(
        "home/page.html",
        lines=lines,
        said=partial(sentence, tongue=language()),
        names=holders(opened, asking),
        today=today(),
        words=words_of(WORDS),
    )


def _lines(desk: Desk) -> Lines:
    yield from guarding.of_everybody(desk)
    for role, section in SECTIONS.items():
        if role in desk.visitor.roles:
            yield from section(desk)
