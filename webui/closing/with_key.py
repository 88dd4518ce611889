"""Signing what is ticked with the visitor's own key, in browser or signing program: a page, questions, answers.

The page lists the very files, by digest; its program (webui/static/keys/sign.js) asks for what the key has to sign, a
few records at a time, and sends all the answers at once. Whatever stops it before leaves nothing signed.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response as Answer
from flask import jsonify, render_template, request, url_for
from werkzeug.wrappers import Response

from retention.signatures import answer_questions
from retention.waiting import Waiting
from signing.enrolment import Held
from webui.access import Permission, installation, load_records, visitor
from webui.closing.blueprint import blueprint
from webui.closing.signing import at_hand, chosen, nothing_chosen, put_questions, sorted_out, still_waiting
from webui.closing.words import WORDS
from webui.closing.words_keys import WORDS as KEYS
from webui.keys.powers import own_powers
from webui.keys.reading import holding_keys
from webui.keys.words_powers import WORDS as POWERS
from webui.language import words_of
from webui.moments import now
from webui.told import LONGEST_CMS, lines_of, map_of, octets_of, spelled, text_of, told

AT_ONCE = 8  # questions of one request: each prints a signature's place anew
_MOST = 400


@blueprint.post("/tasks/key")
def with_key() -> str | Response:
    """The chosen records, and the button that has this browser's key sign them."""
    seen = chosen(request.form.getlist("file"))
    if not seen:
        return nothing_chosen()
    mine = still_waiting(seen)
    workshop, person, at = installation().workshop, visitor().person, now()
    keys = holding_keys(workshop, person, at, *_held(mine))
    good, left = sorted_out(mine, *((key.held for key in keys) if keys else Held))
    return render_template(
        "closing/with_key.html",
        words=words_of(WORDS),
        asked=words_of(KEYS),
        chosen=good,
        left=left,
        keys=keys,
        qualified=[(key.sha256, key.label) for key in keys if key.held is Held.QUALIFIED],
        of_powers=words_of(POWERS),
        personal=any(key.personal for key in keys),
        power=next(iter(own_powers(workshop, person, at)), None),
        plugin=bool(installation().settings.site.plugin),
        at_once=AT_ONCE,
    )


def _held(mine: Sequence[Waiting]) -> tuple[Held, ...]:
    """The kinds of keys that the page offers: both, unless one was chosen, or not all will do for what was ticked."""
    if request.args.get("way") == Held.QUALIFIED:
        return (Held.QUALIFIED,)
    _, left = sorted_out(mine, Held.BROWSER)
    return (Held.BROWSER,) if left and Held.BROWSER in at_hand() else (Held.BROWSER, Held.QUALIFIED)


@blueprint.post("/tasks/key/questions")
def ask_key() -> Answer:
    """What the key of that certificate has to sign for these files."""
    found = told()
    certificate, files = text_of(found, "certificate"), lines_of(found, "files", AT_ONCE)
    questions = [
        {"id": one.id, "asked": spelled(one.asked), "algorithm": one.algorithm}
        for _, one in put_questions(certificate, chosen(files))
    ]
    return jsonify(questions=questions)


@blueprint.post("/tasks/key/answers")
def answer_key() -> Answer:
    """Take the key's signatures; where the page shows how they go into the files."""
    load_records(Permission.RECORD_SIGN, ())  # each question says whose it is; the right itself is asked here
    answers = map_of(told(), "answers", _MOST)
    signatures = {which: octets_of(answers, which, LONGEST_CMS) for which in answers}
    batch = answer_questions(installation().workshop, visitor().actor, signatures, now())
    return jsonify(on=url_for("closing.batch", batch=batch))
