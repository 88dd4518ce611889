"""Stands before every route: who asks, may they come here at all, and did the view ask for what it showed.

Denied by default: an endpoint that webui/routes.py does not name answers 403 whoever asks. Not signed in: a page
redirects to the sign-in, JSON answers 401. It loads no thing of the school; the other doors do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from flask import Response, abort, current_app, g, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as WerkzeugResponse

from webui.accounts.sessions import visitor_of
from webui.installation import Installation
from webui.limits import BY_ENDPOINT
from webui.rights import Permission
from webui.routes import ROUTES, Audience
from webui.visitor import Duty, Visitor

MAKING_A_PASSKEY = (
    *("accounts.new_passkey", "accounts.new_passkey_question", "accounts.add_passkey"),
    *("accounts.prove", "accounts.prove_question", "accounts.prove_passkey"),
)
# A duty -> where it is done, and what else stays open meanwhile.
DUTIES: Mapping[Duty, tuple[str, ...]] = {
    Duty.CHANGE_PASSWORD: ("accounts.password", "accounts.sign_out"),
    Duty.ADD_SECOND_FACTOR: (
        *("accounts.second_factor", "accounts.add_second_factor", "accounts.sign_out"),
        *MAKING_A_PASSKEY,
    ),
    Duty.ADD_PASSKEY: (*MAKING_A_PASSKEY, "accounts.sign_out"),
}


def installation() -> Installation:
    """The installation that this site serves."""
    opened = current_app.extensions["letopis"]
    if not isinstance(opened, Installation):
        raise TypeError("the application has no installation")
    return opened


def wants_json() -> bool:
    """Whether the caller is a program: it sends JSON or asks for nothing but JSON."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.is_json or best == "application/json"


def visitor() -> Visitor:
    """The signed-in visitor; whoever is not signed in is sent to the sign-in (HTML) or answered 401 (JSON)."""
    found = visitor_or_none()
    if found is None:
        abort(_to_sign_in())
    return found


def visitor_or_none() -> Visitor | None:
    """The signed-in visitor, None when nobody is; asked once a request."""
    if "visitor" not in g:
        with ExitStack() as stack:
            session = stack.enter_context(installation().workshop.reading())
            g.visitor = visitor_of(installation(), session)
            if g.visitor and isinstance(ROUTES.get(request.endpoint or ""), Permission):
                g.look = stack.pop_all(), session
    found: Visitor | None = g.visitor
    return found


@contextmanager
def look() -> Iterator[Session]:
    """A look at the database for a door; the first of a request goes on with the one in which the visitor was found.

    A connection is taken once for both: on SQLite a transaction less, on PostgreSQL a journey to the database.
    """
    begun: tuple[ExitStack, Session] | None = g.pop("look", None)
    if begun is None:
        with installation().workshop.reading() as session:
            yield session
        return
    with begun[0]:
        yield begun[1]


def end_look(_error: BaseException | None = None) -> None:
    """End the look that no door has gone on with: the request was refused before."""
    if begun := g.pop("look", None):
        begun[0].close()


def authorise() -> None:
    """Refuse what webui/routes.py does not open to the visitor; an unknown address is left to answer 404."""
    endpoint = request.endpoint
    if endpoint is None:
        return
    rule = ROUTES.get(endpoint)
    if rule is None:
        abort(403)
    if rule is Audience.ANYONE:
        return
    asking = visitor()
    if asking.duty is not Duty.NONE and endpoint not in DUTIES[asking.duty]:
        abort(redirect(url_for(DUTIES[asking.duty][0])))
    if isinstance(rule, Permission):
        if not asking.may(rule):
            abort(403)
        if request.method != "OPTIONS":  # answered without the view, and shows nothing
            g.owes = rule


def slow_down() -> None:
    """Refuse with 429 what is asked too often (webui/limits.py)."""
    limit = BY_ENDPOINT.get(request.endpoint or "")
    if limit is None or request.method not in limit.methods:
        return
    buckets = current_app.extensions["limits"]
    asking = visitor_or_none()
    wait = buckets.take(limit, asking.account if asking else None, request.remote_addr or "unknown")
    if wait:
        raise TooManyRequests(retry_after=wait)


def note_loaded(permission: Permission) -> None:
    """A loader has asked for this permission."""
    if g.get("owes") is permission:
        g.owes = None


def check_loaded(response: Response) -> Response:
    """Let no answer out whose view never asked a loader for its route's permission: that is a bug of ours."""
    owed = g.get("owes")
    # A refusal shows nothing; of an answer the loader must have known whose it is.
    if owed and response.status_code < 400:
        g.owes = None
        raise RuntimeError(f"{request.endpoint} answered without asking a loader for {owed}")
    return response


def _to_sign_in() -> WerkzeugResponse:
    if wants_json():
        return Response('{"code": "account.sign_in"}', 401, mimetype="application/json")
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=back))
