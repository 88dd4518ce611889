"""Signing what is ticked with the visitor's own key, in their browser: a page, questions, answers.

The page lists the very files, by digest; its program (webui/static/keys/sign.js) asks for what the key has to sign, a
few records at a time, and sends all the answers at once. Whatever stops it before leaves nothing signed.
"""

from __future__ import annotations

from flask import Response as Answer
from flask import jsonify, render_template, request, url_for
from werkzeug.wrappers import Response

from retention.signatures import answer_questions
from retention.steps.question import put_question
from webui.access import Permission, installation, load_records, visitor
from webui.closing.blueprint import blueprint
from webui.closing.signing import chosen, in_posts, nothing_chosen, waiting_now
from webui.closing.words import WORDS
from webui.keys.reading import holding_keys
from webui.language import words_of
from webui.moments import now
from webui.told import lines_of, map_of, octets_of, spelled, text_of, told

AT_ONCE = 8  # questions of one request: each prints a signature's place anew
_MOST = 400


@blueprint.post("/tasks/key")
def with_key() -> str | Response:
    """The chosen records, and the button that has this browser's key sign them."""
    seen = chosen(request.form.getlist("file"))
    if not seen:
        return nothing_chosen()
    return render_template(
        "closing/with_key.html",
        words=words_of(WORDS),
        chosen=[one for one in waiting_now() if seen.get(one.record) == one.file],
        keys=holding_keys(installation().workshop, visitor().person, now()),
        at_once=AT_ONCE,
    )


@blueprint.post("/tasks/key/questions")
def ask_key() -> Answer:
    """What the key of that certificate has to sign for these files."""
    found = told()
    certificate, files = text_of(found, "certificate"), lines_of(found, "files", AT_ONCE)
    workshop = installation().workshop
    questions = [
        put_question(workshop, actor, certificate, record, file, order, now())
        for actor, order, of_post in in_posts(chosen(files))
        for record, file in of_post.items()
    ]
    return jsonify(questions=[{"id": one.id, "asked": spelled(one.asked)} for one in questions])


@blueprint.post("/tasks/key/answers")
def answer_key() -> Answer:
    """Take the key's signatures; where the page shows how they go into the files."""
    load_records(Permission.RECORD_SIGN, ())  # each question says whose it is; the right itself is asked here
    answers = map_of(told(), "answers", _MOST)
    signatures = {which: octets_of(answers, which) for which in answers}
    batch = answer_questions(installation().workshop, visitor().actor, signatures, now())
    return jsonify(on=url_for("closing.batch", batch=batch))
