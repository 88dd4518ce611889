"""`letopis schedule`: what the worker does by itself, shown and set on the server."""

from __future__ import annotations

import pytest

from tests.flow.site import NOW, Site
from tests.webui.said import refusal


def of(site: Site, kind: str) -> dict[str, object]:
    found = site.run("schedule", "list", "--json").json["schedules"]
    return next(one for one in found if one["kind"] == kind)


def test_the_defaults_are_listed_before_a_worker_has_run(bare: Site) -> None:
    ran = bare.run("schedule", "list")
    assert (ran.code, "quarterly/2/01:00" in ran.out, ran.out.count("\n")) == (0, True, 5)


def test_a_worker_plans_them(bare: Site) -> None:
    bare.run("work", "--once")
    assert of(bare, "verify_all")["next"] == "2026-07-01T22:00:00Z"


def test_what_is_set_is_listed(bare: Site) -> None:
    bare.run("schedule", "set", "verify_sample", "weekly/6/05:30", "--share", "25")
    one = of(bare, "verify_sample")
    assert (one["rhythm"], one["share"], one["next"]) == ("weekly/6/05:30", 25, "2026-05-30T02:30:00Z")


def test_what_is_off_keeps_its_rhythm_and_share(bare: Site) -> None:
    bare.run("schedule", "set", "verify_sample", "off")
    one = of(bare, "verify_sample")
    assert (one["on"], one["rhythm"], one["share"], one["next"]) == (False, "weekly/7/04:00", 10, None)


def test_what_comes_due_runs_and_is_listed(bare: Site) -> None:
    bare.run("schedule", "set", "tidy", "minutes/1")
    bare.run("work", "--once", now=NOW.replace(":00:00", ":02:00"))
    runs = of(bare, "tidy")["runs"]
    assert isinstance(runs, list)
    assert [one["state"] for one in runs] == ["done"]


@pytest.mark.parametrize("rhythm", ["hourly", "weekly/8/03:00"])
def test_what_is_no_rhythm_is_refused(bare: Site, rhythm: str) -> None:
    assert refusal(bare.run("schedule", "set", "tidy", rhythm)) == "schedule.rhythm"
