"""Pages of the installation's status: numbers into HTML and a health answer for a monitor. It loads nothing itself."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, render_template

from records.times import local
from webui.access import installation, load_status
from webui.language import words_of
from webui.status.words import WORDS

blueprint = Blueprint("status", __name__)


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
