"""A journal's period before its cutoff: what is missing, the very draft, its confirmation; the deputy head's remarks.

The draft is named by the moment of its printing and its SHA-256; printed anew from the same rows it has the same bytes,
so that what was shown is what is confirmed (steps/draft.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from records.closing.standing import read_standing
from records.errors import InputError
from records.gradebook.cells import EntryError
from records.gradebook.lesson_writing import give_lesson
from records.gradebook.reading import staff
from records.gradebook.remarks import fulfil_remark, make_remark, remarks_on
from records.gradebook.substitutions import substitutions_in
from records.lifecycle import ClosingState, RecordState
from records.registers.kinds import RecordKind
from records.registers.record import identity, live_record
from retention.lacking import period_key_gaps
from retention.publication import publish
from retention.steps.draft import Draft, Shown, confirm_shown, print_draft
from webui.access import Permission, installation, load_journal, visitor
from webui.closing.blueprint import blueprint, moment_of, stamp_of
from webui.closing.words import WORDS
from webui.files import Way, file_answer
from webui.language import text_of, words_of
from webui.moments import now, today
from webui.typed import day, day_of, number_of


@dataclass(frozen=True, slots=True)
class Printed:
    """A draft as a page shows it: its stamp, digest and size."""

    stamp: str
    digest: str
    size: int


def printed(draft: Draft, stamp: str) -> Printed:
    """The draft that was printed at that stamp."""
    return Printed(stamp, draft.seen.draft, len(draft.pdf))


@blueprint.get("/closing/<journal>/<period>")
def period(journal: str, period: str) -> str:
    """How the period stands, and what there is to confirm."""
    door = load_journal(Permission.JOURNAL_READ, journal, period)
    workshop = installation().workshop
    with workshop.reading() as session:
        standing = read_standing(session, door.key)
        if standing.state is not ClosingState.CUT:
            keys = period_key_gaps(workshop, session, door.key, door.title, now())
            standing = replace(standing, notes=standing.notes + keys)
        remarks = remarks_on(session, door.key.school, journal)
        record = live_record(session, door.key.school, identity(RecordKind.PERIOD_JOURNAL, journal, period))
        given, people = substitutions_in(session, door.key), staff(session, door.key.school)
    draft = None
    if standing.state is ClosingState.OPEN and not standing.stops:
        draft = printed(print_draft(workshop, door.key, now()), stamp_of(now()))
    return render_template(
        "closing/period.html",
        door=door,
        standing=standing,
        remarks=remarks,
        record=record.id if record else None,
        record_kept=record is not None and record.state == RecordState.REPLICATED,
        draft=draft,
        here={"journal": journal, "period": period},
        may_confirm=door.teacher in _holders(),
        may_remark=visitor().may(Permission.REMARK_WRITE),
        substitutions=given,
        people=people if visitor().may(Permission.SUBSTITUTION_GIVE) else {},
        today=today(),
        words=words_of(WORDS),
    )


def _holders() -> set[str]:
    """Whose journals the visitor may confirm: their own, or those of whom they stand in for."""
    return {post.holder for post in visitor().scope(Permission.PERIOD_CONFIRM).posts}


@blueprint.get("/closing/<journal>/<period>/draft/<stamp>.pdf")
def draft(journal: str, period: str, stamp: str) -> Response:
    """The draft as it was printed at that moment, if the rows are still the same."""
    door = load_journal(Permission.JOURNAL_READ, journal, period)
    found = print_draft(installation().workshop, door.key, moment_of(stamp))
    return pdf_of(found.pdf, f"{door.class_name}-{door.title}-{door.period_title}-проект.pdf")


def pdf_of(pdf: bytes, name: str) -> Response:
    """A PDF shown in the browser under a name of its own."""
    return file_answer(pdf, "application/pdf", name, Way.SHOWN)


@blueprint.post("/closing/<journal>/<period>/confirm")
def confirm(journal: str, period: str) -> Answer:
    """Confirm the draft that was shown."""
    door = load_journal(Permission.PERIOD_CONFIRM, journal, period)
    confirm_shown(installation().workshop, door.actor, door.key, shown_in_form(), now())
    publish(installation().workshop, now())
    flash(words_of(WORDS)["confirmed_now"], "good")
    return redirect(url_for("closing.period", journal=journal, period=period))


def shown_in_form() -> Shown:
    """The draft that the form names."""
    return Shown(moment_of(request.form.get("stamp", "")), request.form.get("digest", ""))


@blueprint.post("/closing/<journal>/<period>/remark")
def remark(journal: str, period: str) -> Answer:
    """Enter a remark of the deputy head with its deadline."""
    door = load_journal(Permission.REMARK_WRITE, journal, period)
    workshop = installation().workshop
    text, deadline = request.form.get("text", ""), day("deadline", "remark.day")
    with workshop.transaction() as session:
        make_remark(session, door.actor, door.key, text, today(), deadline, now(), workshop.entropy)
    flash(words_of(WORDS)["remark_made"], "good")
    return redirect(url_for("closing.period", journal=journal, period=period))


@blueprint.post("/closing/<journal>/<period>/remark/<remark>")
def fulfil(journal: str, period: str, remark: str) -> Answer:
    """Mark a remark as fulfilled today."""
    door = load_journal(Permission.REMARK_WRITE, journal, period)
    workshop = installation().workshop
    with workshop.transaction() as session:
        fulfil_remark(session, door.actor, journal, remark, today(), now(), workshop.entropy)
    flash(words_of(WORDS)["remark_fulfilled"], "good")
    return redirect(url_for("closing.period", journal=journal, period=period))


@blueprint.post("/closing/<journal>/<period>/substitute")
def substitute(journal: str, period: str) -> Answer:
    """Give a lesson to a substitute."""
    door = load_journal(Permission.SUBSTITUTION_GIVE, journal, period)
    workshop, form = installation().workshop, request.form
    try:
        on, number = day_of(form.get("date", ""), "gradebook.date"), number_of(form.get("number", ""))
        with workshop.transaction() as session:
            whom = form.get("substitute", "")
            give_lesson(session, door.actor, door.key, on, number, whom, now(), workshop.entropy)
        flash(words_of(WORDS)["substitute_given"], "good")
    except (EntryError, InputError) as error:
        flash(text_of(error), "bad")
    return redirect(url_for("closing.period", journal=journal, period=period))
