"""What the worker does by itself: when, what came of the latest runs, and the form that changes it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from records.errors import InputError
from retention.schedules.keeping import schedules as schedules_of
from retention.schedules.keeping import set_schedule
from retention.schedules.kinds import ScheduleKind, Setting
from retention.schedules.rhythm import Pace, parse
from webui.access import Permission, installation, load_school, visitor
from webui.administration.blueprint import blueprint
from webui.administration.words import WORDS
from webui.language import language, words_of

_RUNS = 5  # of each schedule on the page


@blueprint.get("/schedules")
def schedules() -> str:
    """Every schedule with its next run and its latest ones."""
    load_school(Permission.HEALTH_READ)
    workshop = installation().workshop
    with workshop.reading() as session:
        found = schedules_of(session, workshop.school, _RUNS)
    return render_template(
        "administration/schedules.html",
        found=found,
        paces=Pace,
        may_change=visitor().may(Permission.SCHEDULE_MANAGE),
        language=language(),
        words=words_of(WORDS),
    )


@blueprint.post("/schedules/<kind>")
def change_schedule(kind: str) -> Answer:
    """Set a schedule."""
    door = load_school(Permission.SCHEDULE_MANAGE)
    if kind not in list(ScheduleKind):
        abort(404)
    opened = installation()
    workshop = opened.workshop
    with workshop.transaction() as session:
        zone, at = workshop.zone(session), opened.clock.now()
        set_schedule(session, door.actor, ScheduleKind(kind), _asked(), at, zone, workshop.entropy)
    flash(words_of(WORDS)["schedule_saved"], "good")
    return redirect(url_for("administration.schedules", _anchor=kind))


def _asked() -> Setting:
    """The setting that the form asks for. Raises InputError."""
    form = request.form
    pace, number, at = form.get("pace", ""), form.get("number", ""), form.get("at", "")
    parts = {Pace.MINUTES.value: (pace, number), Pace.DAILY.value: (pace, at)}.get(pace, (pace, number, at))
    share = form.get("share", "0")
    if not (share.isascii() and share.isdecimal() and len(share) <= 3):
        raise InputError(
            "schedule.share_number",
            "Доля — целое число процентов.",
            "the share is a whole number of per cent",
        )
    return Setting(parse("/".join(parts)), on="on" in form, share=int(share))
