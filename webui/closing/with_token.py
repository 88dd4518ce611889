"""Signing what is ticked with the visitor's token: a page, a file of questions for it, a file of its answers.

No browser reaches a token, so its owner carries the files there and back (`letopis token sign`). The questions are
bound as those to a browser's key are; whatever stops it before the answers come leaves nothing signed.
"""

from __future__ import annotations

from typing import Final

from flask import Response as Answer
from flask import render_template, request
from werkzeug.wrappers import Response

from records.errors import InputError
from records.school.tables import Person, School
from retention.signatures import answer_questions
from retention.steps.question import LASTS
from signing.enrolment import Held, own_key
from signing.token_files import Asked, TokenRequest, read_answer, write_request
from webui.access import Permission, installation, load_records, visitor
from webui.closing.blueprint import blueprint, to_batch
from webui.closing.signing import (
    chosen,
    nothing_chosen,
    put_questions,
    sorted_out,
    still_waiting,
    waiting_now,
)
from webui.closing.words_keys import WORDS as KEYS
from webui.closing.words_token import WORDS
from webui.files import Way, file_answer, given_file
from webui.keys.reading import holding_keys
from webui.language import words_of
from webui.moments import now

FILE: Final = "letopis-request.json"  # typed into a terminal
AT_ONCE: Final = 100  # questions of one file: each prints a signature's place anew


@blueprint.post("/tasks/token")
def with_token() -> str | Response:
    """The chosen records, the file for the token, and the way back for its answer."""
    seen = chosen(request.form.getlist("file"))
    if not seen:
        return nothing_chosen()
    good, left = sorted_out(still_waiting(seen), Held.TOKEN)
    return render_template(
        "closing/with_token.html",
        words=words_of(WORDS),
        asked=words_of(KEYS),
        chosen=good,
        left=left,
        keys=holding_keys(installation().workshop, visitor().person, now(), Held.TOKEN),
        minutes=LASTS.seconds // 60,
        file=FILE,
    )


@blueprint.post("/tasks/token/request")
def ask_token() -> Answer | Response:
    """The file of what the token with that certificate has to sign."""
    seen = chosen(request.form.getlist("file"))
    if not seen:
        return nothing_chosen()
    if len(seen) > AT_ONCE:
        raise InputError(
            "sign.too_many",
            f"Для токена отметьте за раз не больше {AT_ONCE} документов.",
            f"choose at most {AT_ONCE} records at a time for a token",
        )
    data = write_request(_asked(seen, request.form.get("key", "")))
    return file_answer(data, "application/json", FILE, Way.TAKEN)


@blueprint.post("/tasks/token/answer")
def answer_token() -> Response:
    """Take the token's signatures; on to where they go into the files."""
    load_records(Permission.RECORD_SIGN, ())  # each question says whose it is; the right itself is asked here
    signatures = read_answer(given_file("answer"))
    return to_batch(answer_questions(installation().workshop, visitor().actor, signatures, now()))


def _asked(seen: dict[str, str], sha256: str) -> TokenRequest:
    workshop, asking, at = installation().workshop, visitor(), now()
    with workshop.reading() as session:
        certificate = own_key(session, asking.actor, sha256, Held.TOKEN)
        school = session.get_one(School, workshop.school).name
        person = session.get_one(Person, (workshop.school, asking.person)).name
        signing_with = certificate.x509()
    titles = {one.record: one.title for one in waiting_now()}
    documents = tuple(
        Asked(question.id, titles.get(record, record), seen[record], question.asked)
        for record, question in put_questions(sha256, seen)
    )
    return TokenRequest(school, person, signing_with, at + LASTS, documents)
