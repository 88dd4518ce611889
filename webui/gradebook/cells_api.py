"""The grid's programs' side: edits in as JSON, for each what came of it out; and what stands now.

The same door as the pages; a batch is one transaction and one event of the log.
"""

from __future__ import annotations

from flask import request
from flask_wtf.csrf import generate_csrf

from records.digest import Json
from records.gradebook.entering import enter
from records.gradebook.spread_reading import read_spread
from webui.access import Permission, installation, load_journal
from webui.gradebook.blueprint import blueprint, pen
from webui.gradebook.payload import edits_of, outcome_json, state_json
from webui.language import language
from webui.moments import now


@blueprint.post("/journal/<journal>/<period>/cells")
def write_cells(journal: str, period: str) -> dict[str, Json]:
    """Write a batch of edits: `{"edits": [{place, column, pupil, seen, value}]}` -> `{"outcomes": […]}`."""
    door = load_journal(Permission.JOURNAL_WRITE, journal, period)
    edits, workshop = edits_of(request.get_json(silent=True)), installation().workshop
    with workshop.transaction() as session:
        outcomes = enter(session, door.actor, door.key, edits, now(), workshop.entropy)
    return {"outcomes": [outcome_json(outcome, language()) for outcome in outcomes]}


@blueprint.get("/journal/<journal>/<period>/cells")
def read_cells(journal: str, period: str) -> dict[str, Json]:
    """What stands now, and a fresh token for a page whose session was renewed in another window."""
    door = load_journal(Permission.JOURNAL_READ, journal, period)
    with installation().workshop.reading() as session:
        spread = read_spread(session, pen(door) or door.actor, door.key, now())
    return {"cells": state_json(spread), "csrf": generate_csrf()}
