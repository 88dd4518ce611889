"""The language of a page: `?lang=` chooses, a cookie remembers, Russian is the default.

Words stand in a `words.py` beside each blueprint, as RU and EN with the same keys; there is no other catalogue.
Printed records have a wording of their own (records/documents/wording.py).
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, has_request_context, request

from records.errors import Language, LetopisError

COOKIE = "language"
HOST_COOKIE = f"__Host-{COOKIE}"  # over TLS: no neighbouring host sets it
A_YEAR = 365 * 24 * 3600
Words = Mapping[str, str]


def language() -> Language:
    """The language that this request is answered in."""
    if not has_request_context():
        return "ru"
    kept = request.cookies.get(HOST_COOKIE) or request.cookies.get(COOKIE)
    return "en" if (request.args.get("lang") or kept) == "en" else "ru"


def words_of(catalogue: Mapping[str, Words]) -> Words:
    """A blueprint's words in the language of this request."""
    return catalogue[language()]


def text_of(error: LetopisError) -> str:
    """What an error says, in the language of this request."""
    return error.text(language())


def remember(response: Response, secure: bool) -> Response:
    """Keep the language that was chosen by `?lang=`."""
    if "lang" in request.args:
        name = HOST_COOKIE if secure else COOKIE
        response.set_cookie(
            name, language(), max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax", path="/"
        )
    return response
