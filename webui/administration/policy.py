"""The school's policy: what is in force, in words; who changed it; and the change itself, checked and shown first.

A change is the whole text of what the school sets (JSON): nothing of it stands anywhere else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from records.actor import Role
from records.digest import Json
from records.errors import InputError
from records.log.event import EventKind
from records.school.policy_text import changes, read_text, spelled, values
from records.school.policy_writing import change_policy, digest_of
from records.school.tables import School
from webui.access import Permission, installation, load_school, visitor
from webui.administration.blueprint import blueprint
from webui.administration.words import POLICY_WORDS, WORDS
from webui.audit.history import Line, Question, lines
from webui.language import language, words_of
from webui.words import WORDS as SHARED

_HISTORY = 10  # changes on the page


def _policy() -> dict[str, Json]:
    workshop = installation().workshop
    with workshop.reading() as session:
        found: Mapping[str, object] = session.get_one(School, workshop.school).policy
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]


def _history() -> tuple[Line, ...]:
    workshop = installation().workshop
    with workshop.reading() as session:
        return lines(session, workshop.school, Question(kind=EventKind.POLICY_CHANGED))[:_HISTORY]


def _page(text: str, wanted: dict[str, Json] | None = None, error: InputError | None = None) -> str:
    now = _policy()
    return render_template(
        "administration/policy.html",
        values=values(now),
        own=set(changes({}, now)),
        text=text or spelled(now),
        seen=digest_of(now),
        differing=changes(now, wanted) if wanted is not None else None,
        error=error,
        said=said,
        names=words_of(POLICY_WORDS),
        may_change=visitor().may(Permission.POLICY_MANAGE),
        history=_history(),
        language=language(),
        words=words_of(WORDS),
    )


def said(value: Json) -> str:
    """A value of the policy for a reader."""
    words = words_of(WORDS)
    if value is None:
        return words["value_none"]
    if isinstance(value, bool):
        return words["value_yes" if value else "value_no"]
    if isinstance(value, list):
        return ", ".join(
            said(one) if not isinstance(one, list) else " — ".join(map(str, one)) for one in value
        )
    if isinstance(value, dict):
        return "; ".join(f"{said(key)}: {said(one) or words['value_any']}" for key, one in value.items())
    text = str(value)
    return words_of(POLICY_WORDS).get(text) or (words_of(SHARED)[text] if text in list(Role) else text)


@blueprint.get("/policy")
def policy() -> str:
    """What is in force."""
    load_school(Permission.HEALTH_READ)
    return _page("")


@blueprint.get("/policy.json")
def policy_file() -> Response:
    """What the school sets, as a file."""
    load_school(Permission.HEALTH_READ)
    answer = Response(spelled(_policy()), mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename="policy.json")
    return answer


@blueprint.post("/policy")
def change() -> str | Answer:
    """Check the text and show what it would change; with `sure` put it in force."""
    door = load_school(Permission.POLICY_MANAGE)
    text, seen = request.form.get("text", ""), request.form.get("seen", "")
    try:
        wanted = read_text(text)
    except InputError as error:
        return _page(text, error=error)
    if "sure" not in request.form:
        return _page(text, wanted)
    opened = installation()
    with opened.workshop.transaction() as session:
        change_policy(session, door.actor, wanted, seen, opened.clock.now(), opened.workshop.entropy)
    flash(words_of(WORDS)["policy_saved"], "good")
    return redirect(url_for("administration.policy"))
