"""A school that a module's stories share: a live site with its worker beside it, each story in a journal of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.browser.hands import Hand
from tests.browser.live import LiveSite, live
from tests.flow.site import Site
from tests.webui.visitors import OTHER_TEACHER
from webui.settings import Environment
from webui.work import beside


@dataclass(frozen=True, slots=True)
class Own:
    """The journal of a story: what it is called in lists, who teaches it, and a pupil who is in it all year."""

    title: str
    teacher: str
    pupil: str


OWN = {
    Hand.KEYBOARD: Own("Английский язык (1 группа)", OTHER_TEACHER, "Абрамов Роман Сергеевич"),
    Hand.PLAIN: Own("Английский язык (2 группа)", "Белов Артём Юрьевич", "Юдина Вера Борисовна"),
}


@contextmanager
def working(site: Site) -> Iterator[LiveSite]:
    """The site of an installation with a worker that does what the pages ask for."""
    with live(site) as served, beside(Environment.read(site.environ())):
        yield served
