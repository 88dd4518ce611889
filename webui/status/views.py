"""Pages of the installation's status: numbers into HTML and a health answer for a monitor. It loads nothing itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from flask import Blueprint, Response, abort, render_template

from records.times import local, rfc3339
from webui.access import installation, load_status
from webui.language import words_of
from webui.status.words import WORDS

blueprint = Blueprint("status", __name__)

_CONTACT_LASTS: Final = timedelta(days=180)


@blueprint.get("/")
def home() -> str:
    """What the archive holds and how its copies are."""
    status = load_status(installation().workshop)

    def shown(moment: datetime | None) -> str:
        return local(moment, status.zone).strftime("%d.%m.%Y %H:%M") if moment else "—"

    return render_template("status/home.html", status=status, words=words_of(WORDS), shown=shown)


@blueprint.get("/health")
def health() -> tuple[dict[str, object], int]:
    """200 when every copy was healthy at its last check, else 503."""
    status = load_status(installation().workshop)
    return {"sound": status.sound, "records": status.records}, 200 if status.sound else 503


@blueprint.get("/.well-known/security.txt")
def security() -> Response:
    """To whom a weakness is told (RFC 9116); 404 where the installation names nobody."""
    opened = installation()
    site = opened.settings.site
    if not site.contact:
        abort(404)
    until = rfc3339(opened.clock.now() + _CONTACT_LASTS)
    lines = (f"Contact: {site.contact}", f"Expires: {until}", "Preferred-Languages: ru, en")
    canonical = f"Canonical: {site.origin}/.well-known/security.txt"
    return Response("\n".join((*lines, canonical, "")), mimetype="text/plain")
