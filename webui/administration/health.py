"""The doctor's round in the browser: what is weak in the installation that runs here, and what to do about each."""

from __future__ import annotations

import os

from flask import render_template

from webui.access import Permission, installation, load_school
from webui.administration.blueprint import blueprint
from webui.administration.words import WORDS
from webui.health.examine import examine_running
from webui.health.finding import Weight
from webui.health.storage import Room
from webui.language import language, words_of


@blueprint.get("/health")
def health() -> str:
    """Every finding, the bad ones first."""
    load_school(Permission.HEALTH_READ)
    found = examine_running(installation(), os.environ, Room())
    return render_template(
        "administration/health.html",
        found=found,
        bad=sum(one.weight is Weight.BAD for one in found),
        language=language(),
        words=words_of(WORDS),
    )
