"""Who may see what on the site (R71-R79): the one entrance to the routes' table, the visitor and the loaders.

Denied by default: an endpoint that ROUTES does not name answers 403. A loader loads AND authorises; blueprints query
no row themselves. The parts stand in webui/routes.py, webui/rights.py, webui/visitor.py and webui/doors.
"""

from __future__ import annotations

from webui.doors.archive import RecordDoor, SchoolDoor, load_record, load_records, load_school
from webui.doors.calendar import PeriodDoor, YearDoor, load_periods, load_years
from webui.doors.entrance import (
    authorise,
    check_loaded,
    end_look,
    installation,
    slow_down,
    visitor,
    visitor_or_none,
    wants_json,
)
from webui.doors.gradebook import (
    ClassDoor,
    JournalDoor,
    classes_reached,
    journals_reached,
    load_class,
    load_classes,
    load_journal,
    load_journals,
)
from webui.doors.public import LocationStatus, Status, load_paper, load_status
from webui.rights import Permission, Reach
from webui.routes import ANYONE, ROUTES, SIGNED_IN, Audience
from webui.visitor import Post, Scope, Visitor

__all__ = [
    "ANYONE",
    "ROUTES",
    "SIGNED_IN",
    "Audience",
    "ClassDoor",
    "JournalDoor",
    "LocationStatus",
    "PeriodDoor",
    "Permission",
    "Post",
    "Reach",
    "RecordDoor",
    "SchoolDoor",
    "Scope",
    "Status",
    "Visitor",
    "YearDoor",
    "authorise",
    "check_loaded",
    "classes_reached",
    "end_look",
    "installation",
    "journals_reached",
    "load_class",
    "load_classes",
    "load_journal",
    "load_journals",
    "load_paper",
    "load_periods",
    "load_record",
    "load_records",
    "load_school",
    "load_status",
    "load_years",
    "slow_down",
    "visitor",
    "visitor_or_none",
    "wants_json",
]
