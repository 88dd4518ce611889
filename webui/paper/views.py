"""The page that answers for a paper copy: the code at its foot in, the record's standing out. It loads nothing."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, render_template, request

from records.errors import InputError
from records.registers.paper import parse_printed
from records.times import local
from webui.access import installation, load_paper
from webui.language import text_of, words_of
from webui.paper.words import WORDS

blueprint = Blueprint("paper", __name__)


@blueprint.get("/paper")
def ask() -> tuple[str, int]:
    """The form, and the answer where a code is given; 400 for what is no code."""
    typed = request.args.get("code", "").strip()
    answer, refused, sealed, issued = None, "", "", ""
    if typed:
        try:
            answer, zone = load_paper(installation().workshop, parse_printed(typed))
            sealed, issued = _moment(answer.sealed_at, zone), _moment(answer.issued_at, zone)
        except InputError as error:
            refused = text_of(error)
    page = render_template(
        "paper/answer.html",
        words=words_of(WORDS),
        typed=typed[:200],
        answer=answer,
        refused=refused,
        sealed=sealed,
        issued=issued,
    )
    return page, 400 if refused else 200


def _moment(at: datetime | None, zone: str) -> str:
    return local(at, zone).strftime("%d.%m.%Y %H:%M") if at else ""
