"""What a refused request is told: errors of ours and of HTTP -> a page in the reader's language, or JSON.

Each kind of error has one status. An unforeseen exception answers 500 with no detail; it is logged by Flask.
"""

from __future__ import annotations

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, TooManyRequests

from records.errors import DatabaseError, InputError, LetopisError, NotFoundError, SetupError
from webui.access import visitor_or_none, wants_json
from webui.language import text_of, words_of
from webui.unexpected import foreseen
from webui.words import WORDS

STATUSES: tuple[tuple[type[LetopisError], int], ...] = (
    (NotFoundError, 404),
    (InputError, 400),
    (DatabaseError, 503),
    (SetupError, 503),
)

# What somebody who tries the site's defences is refused with; a wrong address is nobody's try.
_NOTED = {403: "denied", 405: "no such method", 413: "too long", 415: "no such type", 429: "too often"}


def status_of(error: LetopisError) -> int:
    """The HTTP status that tells of the error; what the state of things refuses is a conflict."""
    return next((status for kind, status in STATUSES if isinstance(error, kind)), 409)


def install(app: Flask) -> None:
    """Answer every refusal in words."""

    @app.errorhandler(CSRFError)
    def _csrf(error: CSRFError) -> Response:
        _note(app, f"refused: no token ({error.description})")
        return _answer(400, words_of(WORDS)["csrf"], "csrf")

    @app.errorhandler(LetopisError)
    def _ours(error: LetopisError) -> Response:
        return _answer(status_of(error), text_of(error), error.code)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        if error.response is not None:
            return make_response(error.response)
        if error.code in _NOTED:
            _note(app, _NOTED[error.code])
        answer = _answer(error.code or 500, "", f"http.{error.code}")
        if isinstance(error, TooManyRequests) and error.retry_after:
            answer.headers["Retry-After"] = str(error.retry_after)
        return answer

    @app.errorhandler(Exception)
    def _any(error: Exception) -> Response:
        known = foreseen(error)
        if known:
            return _answer(status_of(known), text_of(known), known.code)
        app.logger.exception("unforeseen")
        return _answer(500, "", "internal")


def _note(app: Flask, what: str) -> None:
    """Tell the server's log who asked for what they may not have; paths hold ids and no names."""
    asking = visitor_or_none()
    who = asking.account if asking else "nobody"
    app.logger.warning(
        "%s: %s %s to %s from %s", what, request.method, request.path, who, request.remote_addr
    )


def _answer(status: int, text: str, code: str) -> Response:
    if status >= 500:
        g.visitor = None  # to say who is asking the page would need what has just failed
    words = words_of(WORDS)
    text = text or words.get(f"why_{status}", words["why_400" if status < 500 else "why_500"])
    if wants_json():
        answer = jsonify(code=code, text=text)
    else:
        title = words.get(f"refused_{status}", words["refused_400" if status < 500 else "refused_500"])
        answer = make_response(render_template("refused.html", title=title, text=text, code=code))
    answer.status_code = status
    return answer
