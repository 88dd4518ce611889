"""Posts that the director hands over by order, as the tests of the closing pages need them."""

from __future__ import annotations

from flask import Flask

from tests.webui.visitors import DIRECTOR, OTHER_TEACHER, person_id, signed_in

ORDER = "№ 5 от 20.05.2026"


def hand_over(app: Flask, role: str, holder: str, part: str = "", person: str = OTHER_TEACHER) -> int:
    """The holder's post, or a part of it, goes to the person for a month; the status of the answer."""
    form = {"role": role, "holder": person_id(app, holder), "person": person_id(app, person), "part": part}
    days = {"order": ORDER, "since": "2026-05-20", "until": "2026-06-20"}
    return signed_in(app, DIRECTOR).post("/delegations", data={**form, **days}).status_code
