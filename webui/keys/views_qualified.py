"""The page where a qualified certificate is registered: words to be signed, by the plug-in or by any other program.

The plug-in's part is webui/static/keys/qualified.js; without it the words are downloaded as a file and the detached
signature over them is uploaded. Both come to the same view.
"""

from __future__ import annotations

from datetime import datetime

from flask import Response as Answer
from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.errors import NotFoundError
from signing.gost.streebog import BITS, streebog
from signing.qualified import begin_qualified, complete_qualified, words_of_request
from webui.access import installation, visitor
from webui.files import Way, file_answer
from webui.keys.blueprint import blueprint
from webui.keys.words import WORDS
from webui.language import words_of
from webui.moments import now
from webui.told import LONGEST_CMS, octets_of, spelled, told
from webui.uploads import signatures


@blueprint.post("/keys/qualified")
def begin() -> Response:
    """Make the words, and on to the page where they are signed."""
    workshop = installation().workshop
    with workshop.transaction() as session:
        which = begin_qualified(session, visitor().actor, now(), workshop.entropy)
    return redirect(url_for("keys.qualified", which=which))


@blueprint.get("/keys/qualified/<which>")
def qualified(which: str) -> str:
    """What is to be signed, and how."""
    words, until = _words(which)
    return render_template(
        "keys/qualified.html",
        words=words_of(WORDS),
        which=which,
        until=until,
        digests={f"streebog{bits}": spelled(streebog(words, bits)) for bits in BITS},
        plugin=bool(installation().settings.site.plugin),
    )


@blueprint.get("/keys/qualified/<which>/words")
def qualified_words(which: str) -> Answer:
    """The words as a file."""
    words, _ = _words(which)
    return file_answer(words, "text/plain", words_of(WORDS)["words_file"], Way.TAKEN)


@blueprint.post("/keys/qualified/<which>")
def add_qualified(which: str) -> Response:
    """Take the signature over the words, from the plug-in or as a file, and register its certificate."""
    workshop = installation().workshop
    by_page = request.is_json
    cms = octets_of(told(), "signature", LONGEST_CMS) if by_page else signatures("signature")[0].octets
    with workshop.transaction() as session:
        outside = workshop.authority.outside
        complete_qualified(session, visitor().actor, outside, which, cms, now(), workshop.entropy)
    flash(words_of(WORDS)["registered"], "good")
    return jsonify(on=url_for("keys.own")) if by_page else redirect(url_for("keys.own"))


@blueprint.get("/keys/cadesplugin_api.js")
def plugin() -> Answer:
    """The plug-in maker's own loader, from where the administrator has put it. Raises NotFoundError."""
    settings = installation().settings
    if not settings.site.plugin:
        raise NotFoundError(
            "key.no_plugin",
            "Программа плагина подписи в этой установке не указана.",
            "this installation names no program of a signing plug-in",
        )
    return Answer(settings.plugin(), mimetype="text/javascript")


def _words(which: str) -> tuple[bytes, datetime]:
    workshop = installation().workshop
    with workshop.reading() as session:
        return words_of_request(session, visitor().actor, which, now())
