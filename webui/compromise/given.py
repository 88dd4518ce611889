"""What the forms of a case say: moments by the school's clock, operations that were chosen, the report itself."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import request

from records.compromise.model import Moments, Report
from records.errors import InputError
from retention.workshop import Workshop
from webui.accounts import manage
from webui.typed import line


def moment(name: str, zone: str) -> datetime | None:
    """A moment of the form, None when it was left empty. Raises InputError."""
    text = request.form.get(name, "").strip()
    return read_moment(text, zone) if text else None


def read_moment(text: str, zone: str) -> datetime:
    """The moment of `2025-10-21T11:00` by the school's clock. Raises InputError."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            "compromise.moment",
            f"«{text[:40]}» не читается: нужны дата и время, например 2025-10-21 11:00.",
            f"{text[:40]!r} cannot be read; give date and time, for instance 2025-10-21 11:00",
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))


def needed(name: str, zone: str) -> datetime:
    """A moment that the form cannot leave empty. Raises InputError."""
    found = moment(name, zone)
    if found is None:
        raise InputError(
            "compromise.moment_missing",
            "Укажите, с какого момента пароль мог знать посторонний и когда об этом узнали.",
            "say since when a stranger may have known the password and when that was known",
        )
    return found


def chosen() -> list[str]:
    """The operations that were ticked."""
    return request.form.getlist("operation")


def given_report(workshop: Workshop, zone: str) -> Report:
    """The report of the form. Raises InputError, NotFoundError."""
    with workshop.transaction() as session:
        account = manage.get_account(session, workshop.school, request.form.get("account", ""))
    told = moment("told_director", zone), moment("told_support", zone)
    return Report(
        account=account.id,
        person=account.person_id,
        login=account.login,
        number=line("number"),
        reason=line("reason"),
        learned=needed("learned", zone),
        moments=Moments(needed("since", zone), *told),
    )
