"""Declining a signature, with a reason; the deputy head's list of what was declined, and sending it again.

What has to be corrected goes the way of corrections (webui/amending): the next revision follows from the act. The file
that was shown is what is declined. Rights are asked of the doors; retention/steps/decline.py does it.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from retention.declined import Declined, declined_records
from retention.publication import publish
from retention.resending import resend
from retention.steps.decline import LONGEST, decline
from retention.succession import succeeded
from webui.access import Permission, installation, load_record, load_records
from webui.closing.blueprint import blueprint, to_batch
from webui.closing.signing import chosen, in_posts, waiting_now
from webui.closing.words_declining import WORDS
from webui.language import words_of
from webui.moments import now, today
from webui.typed import line


def declined_within(permission: Permission) -> tuple[Declined, ...]:
    """The declined records that the permission reaches, the oldest refusal first."""
    workshop = installation().workshop
    with workshop.reading() as session:
        found = declined_records(session, workshop.school)
    reached = {door.record for door in load_records(permission, {one.record for one in found})}
    return tuple(one for one in found if one.record in reached)


@blueprint.get("/decline/<record>")
def declining(record: str) -> str | Response:
    """The form: what is declined, and why."""
    door = load_record(Permission.RECORD_SIGN, record)
    mine = next((one for one in waiting_now() if one.record == record), None)
    if mine is None:
        flash(words_of(WORDS)["not_now"], "bad")
        return redirect(url_for("closing.tasks"))
    return render_template(
        "closing/decline.html", door=door, one=mine, longest=LONGEST, words=words_of(WORDS)
    )


@blueprint.post("/decline/<record>")
def decline_shown(record: str) -> Response:
    """Decline the file that was shown, for oneself or in the place of another by order."""
    load_record(Permission.RECORD_SIGN, record)
    workshop, reason = installation().workshop, line("reason")
    seen = chosen([f"{record}:{request.form.get('file', '')}"])
    for actor, order, of_post in in_posts(seen):
        decline(workshop, actor, record, of_post[record], reason, now(), order)
    publish(workshop, now())
    flash(words_of(WORDS)["declined_now"], "good")
    return redirect(url_for("closing.tasks"))


@blueprint.get("/declined")
def declined() -> str:
    """What was declined, with the reasons, and what waits for whoever left a post: to be corrected or sent again."""
    found, workshop = declined_within(Permission.PERIOD_CLOSE), installation().workshop
    with workshop.reading() as session:
        moved = succeeded(session, workshop.school, today())
    reached = {one.record for one in load_records(Permission.PERIOD_CLOSE, {one.record for one in moved})}
    return render_template(
        "closing/declined.html",
        found=found,
        moved=[one for one in moved if one.record in reached],
        longest=LONGEST,
        words=words_of(WORDS),
    )


@blueprint.post("/declined/<record>")
def send_again(record: str) -> Response:
    """Send such a record again as its next revision, with a word why."""
    door = load_record(Permission.PERIOD_CLOSE, record)
    return to_batch(resend(installation().workshop, door.actor, record, line("reason"), now()))
