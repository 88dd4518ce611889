"""Signing what is ticked with a qualified certificate in another program: files go out, signatures come in.

For whoever has no plug-in or no JavaScript. The questions are those of with_key.py; what was asked and not answered
waits on one page for its quarter of an hour.
"""

from __future__ import annotations

import io
import zipfile

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.errors import InputError
from retention.signatures import answer_questions
from retention.steps.files import Open, matched, open_questions
from retention.steps.question import octets_asked
from webui.access import Permission, installation, load_records, visitor
from webui.closing.blueprint import blueprint, to_batch
from webui.closing.signing import chosen, nothing_chosen, put_questions
from webui.closing.words import WORDS
from webui.files import Way, file_answer
from webui.keys.words_powers import WORDS as POWERS
from webui.language import words_of
from webui.moments import now
from webui.typed import line
from webui.uploads import signatures

MOST = 40  # records of one round: each is prepared twice, and 15 minutes are for all of them
_LONGEST_NAME = 80


@blueprint.post("/tasks/key/files")
def ask_files() -> Response:
    """Put the questions, and on to the files."""
    seen = chosen(request.form.getlist("file"))
    if not seen:
        return nothing_chosen()
    if len(seen) > MOST:
        raise InputError(
            "sign.too_many_files",
            f"Файлами за один раз подписывают не больше {MOST} документов. Отметьте меньше.",
            f"no more than {MOST} records are signed by files at once; tick fewer",
        )
    put_questions(line("certificate"), seen)
    return redirect(url_for("closing.files"))


@blueprint.get("/tasks/key/files")
def files() -> str:
    """What waits for a signature by file."""
    return render_template(
        "closing/files.html", words=words_of(WORDS), of_powers=words_of(POWERS), open=_open()
    )


@blueprint.get("/tasks/key/file")
def asked_file() -> Answer:
    """What is to be signed for one record."""
    load_records(Permission.RECORD_SIGN, ())  # each question says whose it is; the right itself is asked here
    which = request.args.get("question", "")
    title = next((one.title for one in _open() if one.id == which), "")
    octets = octets_asked(installation().workshop, visitor().actor, which, now())
    return file_answer(octets, "application/octet-stream", _name(title), Way.TAKEN)


@blueprint.get("/tasks/key/files.zip")
def asked_files() -> Answer:
    """All of it in one archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, one in enumerate(_open(), 1):
            octets = octets_asked(installation().workshop, visitor().actor, one.id, now())
            archive.writestr(f"{place:02} {_name(one.title)}", octets)
    return file_answer(held.getvalue(), "application/zip", words_of(WORDS)["files_archive"], Way.TAKEN)


@blueprint.post("/tasks/key/files/answers")
def answer_files() -> Response:
    """Take the signatures, say which are missing, and have them put into the files."""
    waiting = _open()
    answers = matched(waiting, [(one.name, one.octets) for one in signatures("signature")])
    batch = answer_questions(installation().workshop, visitor().actor, answers, now())
    if missing := [one.title for one in waiting if one.id not in answers]:
        flash(f"{words_of(WORDS)['files_missing']} {'; '.join(missing)}", "warn")
    return to_batch(batch)


def _open() -> tuple[Open, ...]:
    load_records(Permission.RECORD_SIGN, ())
    return open_questions(installation().workshop, visitor().actor, now())


def _name(title: str) -> str:
    """A file name of a record's title: letters and digits, a blank for anything else."""
    plain = " ".join("".join(sign if sign.isalnum() or sign in "-()" else " " for sign in title).split())
    return f"{plain[:_LONGEST_NAME].strip()}.tbs"
