"""Pages of notices: what I was told, read and unread, and of what I want letters. Without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy import select
from werkzeug.wrappers import Response

from records.errors import NotFoundError
from webui.access import Permission, installation, visitor, visitor_or_none
from webui.language import language, words_of
from webui.mail.addresses import address_of
from webui.notices.blueprint import blueprint
from webui.notices.kinds import CHOSEN, NoticeKind
from webui.notices.saying import RUSSIAN, spelled
from webui.notices.tables import Notice
from webui.notices.telling import choose, mark_all, unread, wants_letter
from webui.notices.words import WORDS
from webui.visitor import Visitor

__all__ = ["blueprint", "number_unread"]
A_PAGE, MOST_PAGES = 50, 1000
_OF_TASKS = frozenset(
    {
        *(NoticeKind.DEADLINE, NoticeKind.TO_SIGN, NoticeKind.SIGN_TODAY, NoticeKind.SIGN_LATE),
        NoticeKind.REFUSED,
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as the page shows it; `link` leads to what it is of."""

    id: str
    title: str
    text: Markup
    at: datetime
    read: bool
    link: str | None


def number_unread() -> int:
    """How many notices the visitor has not read, for the head of every page."""
    asking = visitor_or_none()
    if asking is None:
        return 0
    with installation().workshop.reading() as session:
        return unread(session, asking.school, asking.person)


@blueprint.get("/notices")
def listing() -> str:
    """What I was told, the newest first."""
    asking, opened = visitor(), installation()
    page = min(max(request.args.get("page", 0, int), 0), MOST_PAGES)
    query = (
        select(Notice)
        .where(Notice.school_id == asking.school, Notice.person_id == asking.person)
        .order_by(Notice.at.desc(), Notice.id)
    )
    with opened.workshop.reading() as session:
        rows = session.scalars(query.offset(page * A_PAGE).limit(A_PAGE + 1)).all()
        lines = [_line(asking, row) for row in rows[:A_PAGE]]
    older = page + 1 if len(rows) > A_PAGE else None
    return render_template("notices/listing.html", words=words_of(WORDS), lines=lines, older=older)


def _line(asking: Visitor, row: Notice) -> Line:
    kind = NoticeKind(row.kind)
    words, filled = words_of(WORDS), spelled(row.told, language(), asking.zone)
    shown = {name: _marked(value) if name in RUSSIAN else value for name, value in filled.items()}
    text = Markup(words[f"{kind.value}_text"]).format(**shown)  # noqa: S704 - our own words; what fills them is escaped
    read, link = row.read_at is not None, _link(asking, kind, row.told)
    return Line(row.id, words[kind.value], text, row.at, read, link)


def _marked(value: str) -> Markup:
    """A title or a name, said to be Russian for whoever has the page read aloud in English."""
    return Markup('<span lang="ru">{}</span>').format(value)


def _link(asking: Visitor, kind: NoticeKind, told: Mapping[str, str]) -> str | None:
    if kind is NoticeKind.REMARK:
        return url_for("closing.period", journal=told["journal_id"], period=told["period_id"])
    if kind is NoticeKind.AMENDED:
        return url_for("gradebook.journals") if asking.may(Permission.JOURNAL_READ) else None
    if kind in _OF_TASKS:
        return url_for("closing.tasks") if asking.may(Permission.RECORD_SIGN) else None
    if kind is NoticeKind.DAMAGE:
        return url_for("archive.home") if asking.may(Permission.ARCHIVE_READ) else None
    return url_for("accounts.account")


@blueprint.post("/notices")
def read_all() -> Response:
    """Mark all as read."""
    asking, opened = visitor(), installation()
    with opened.workshop.transaction() as session:
        mark_all(session, asking.school, asking.person, opened.clock.now())
    return redirect(url_for("notices.listing"))


@blueprint.post("/notices/<notice>")
def read_one(notice: str) -> Response:
    """Mark one as read, or as not read."""
    asking, opened = visitor(), installation()
    read_at = None if request.form.get("read") == "no" else opened.clock.now()
    with opened.workshop.transaction() as session:
        row = session.get(Notice, (asking.school, notice))
        if row is None or row.person_id != asking.person:
            raise NotFoundError("notice.unknown", "Такого уведомления нет.", "there is no such notice")
        row.read_at = read_at
    return redirect(url_for("notices.listing"))


@blueprint.get("/notices/letters")
def choices() -> str:
    """Of what I want letters."""
    asking, opened = visitor(), installation()
    with opened.workshop.reading() as session:
        address = address_of(session, asking.school, asking.person)
        chosen = {kind: wants_letter(session, asking.school, asking.person, kind) for kind in CHOSEN}
    return render_template("notices/choices.html", words=words_of(WORDS), chosen=chosen, address=address)


@blueprint.post("/notices/letters")
def set_choices() -> Response:
    """Keep the choices."""
    asking, opened = visitor(), installation()
    with opened.workshop.transaction() as session:
        for kind in CHOSEN:
            choose(session, asking.school, asking.person, kind, kind.value in request.form)
    flash(words_of(WORDS)["choices_done"], "good")
    return redirect(url_for("notices.choices"))
