"""The one blueprint of the closing pages, and what its views share: the stamp of a draft, the way back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from records.errors import InputError
from webui.moments import now

blueprint = Blueprint("closing", __name__)
_STAMP: Final = "%Y%m%dT%H%M%SZ"


def stamp_of(moment: datetime) -> str:
    """The moment as a part of an address."""
    return moment.strftime(_STAMP)


def moment_of(stamp: str) -> datetime:
    """The moment that a stamp names, not later than now. Raises InputError."""
    try:
        moment = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        moment = None
    if moment is None or moment > now():
        raise InputError(
            "draft.stamp",
            "Это не момент печати черновика. Откройте страницу закрытия заново.",
            "this is no moment of a draft's printing; open the closing page again",
        )
    return moment


def to_batch(batch: str) -> Response:
    """On to the page that shows how the work goes."""
    return redirect(url_for("closing.batch", batch=batch))
