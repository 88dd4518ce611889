"""What is going on when the fault falls: a scene is an installation, an action on it, and what it may not change.

A journal or a whole year is closed, the first certificates are issued, an installation is made, a damaged archive is
repaired, an archive is verified. Each action can be repeated, and says what it found.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from records.identity import SystemEntropy
from records.school.tables import Period, SchoolClass
from retention.closing import close_period, journal_keys
from retention.mend import mend_archive, mend_log
from retention.publication import publish
from retention.verify import verify_archive
from tests.faults.kinds import DECEIVING, ON_DATABASE, ON_DISK, Kind
from tests.flow.amending import amend_small_year
from tests.flow.kill import Undisturbed, undisturbed
from tests.flow.seeds import Seed, make_autumn, make_bare, make_imported
from tests.flow.site import Site
from tests.flow.story import InOrder, close_small_year
from tests.postgres import Cluster
from webui.demo import make_demo
from webui.settings import Environment

Action = Callable[[Site, datetime], list[str]]
ROT = b"rot"


@dataclass(frozen=True, slots=True)
class Scene:
    """An action, the kinds of fault that fall on it, and how often it comes among the trials."""

    name: str
    act: Action
    kinds: frozenset[Kind]
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Seeds:
    """The installations that the scenes begin with; `nothing` is an empty database without a folder."""

    nothing: Seed
    bare: Seed
    autumn: Seed
    closed: Seed
    damaged: Seed

    def of(self, scene: Scene) -> Seed:
        """The one with which a scene begins."""
        found: Seed = getattr(self, _BEGINNINGS[scene.name])
        return found


def close_journal(site: Site, at: datetime, number: int = 2) -> list[str]:
    """Close the algebra of one half-year."""
    with site.workshop() as workshop:
        with workshop.transaction() as session:
            of_class = session.scalars(select(SchoolClass.id)).one()
            period = session.scalars(select(Period.id).where(Period.number == number)).one()
        keys = journal_keys(workshop, of_class, period, "Алгебра")
        close_period(workshop, InOrder(workshop), keys, at)
    return []


def close_first(site: Site, at: datetime) -> list[str]:
    """Close the first journal of a school in which nobody has a certificate."""
    return close_journal(site, at, 1)


def close_whole_year(site: Site, at: datetime) -> list[str]:
    """Close all that is open."""
    with site.workshop() as workshop:
        close_small_year(workshop, at)
    return []


def found_school(site: Site, at: datetime) -> list[str]:
    """Make a demo installation, as `letopis demo --empty` does."""
    make_demo(Environment.read(site.environ()), at, SystemEntropy())
    with site.workshop() as workshop:
        publish(workshop, at)
    return []


def repair(site: Site, at: datetime) -> list[str]:
    """Repair, as `letopis repair` does; the codes of what it could not."""
    with site.workshop() as workshop:
        _, hopeless = mend_archive(workshop, at)
        _, failed = mend_log(workshop, at)
    return [lost.code for lost in (*hopeless, *failed)]


def carry_acts(site: Site, at: datetime) -> list[str]:
    """Carry a supplement and a correction out."""
    with site.workshop() as workshop:
        amend_small_year(workshop, at)
    return []


def verify(site: Site, at: datetime) -> list[str]:
    """Verify, as `letopis verify` does; the codes of the problems."""
    with site.workshop() as workshop:
        report = verify_archive(workshop, None, at, lambda done, total: None)
    return [problem.code for problem in report.problems]


def damage(site: Site) -> None:
    """Spoil three copies and the log in two places; no record loses both copies."""
    server, safe = (sorted((site.location(name) / "records").glob("*/*")) for name in ("server", "safe"))
    (server[0] / "data" / "record.pdf").write_bytes(ROT)
    (safe[1] / "data" / "record.json").unlink()
    (safe[2] / "extra").write_bytes(ROT)
    bundles = (site.location("safe") / "log" / "tile" / "entries" / "000.p").iterdir()
    max(bundles, key=lambda path: int(path.name)).write_bytes(ROT)
    (site.location("server") / "log" / "log.vkey").unlink()


def rotten(site: Site) -> list[str]:
    """The evidence of damage: what rotten files there are, wherever they lie now."""
    return sorted(path.name for path in (site.data / "locations").rglob("*") if _is_rotten(path))


def _is_rotten(path: Path) -> bool:
    return path.is_file() and path.read_bytes() == ROT


_ALWAYS = (ON_DISK | {Kind.READ} | ON_DATABASE) - DECEIVING
SCENES = (
    Scene("journal", close_journal, frozenset(Kind), 6),
    Scene("year", close_whole_year, frozenset(Kind), 1),
    Scene("first", close_first, frozenset(Kind) - DECEIVING, 2),
    Scene(
        "founding",
        found_school,
        (ON_DISK | {Kind.READ, Kind.COMMIT_LOST, Kind.COMMIT_UNHEARD}) - DECEIVING,
        2,
    ),
    Scene("repair", repair, _ALWAYS, 3),
    Scene("acts", carry_acts, frozenset(Kind), 2),
    Scene("verify", verify, frozenset({Kind.READ, Kind.EIO}) | ON_DATABASE, 2),
)
_BEGINNINGS = {
    "journal": "autumn",
    "year": "autumn",
    "first": "bare",
    "founding": "nothing",
    "repair": "damaged",
    "acts": "closed",
    "verify": "closed",
}


def make_seeds(folder: Path, cluster: Cluster | None) -> Seeds:
    """Every installation that the scenes begin with, below `folder`."""
    bare = make_bare(folder, cluster)
    autumn = make_autumn(make_imported(bare, folder), folder)
    return seeds_from(bare, autumn, undisturbed(autumn, folder / "closed"), folder)


def seeds_from(bare: Seed, autumn: Seed, peace: Undisturbed, folder: Path) -> Seeds:
    """The seeds, when the story's own are there already."""
    nothing = bare.copy(folder / "nothing")
    shutil.rmtree(nothing.data)
    nothing.data.mkdir()
    if nothing.cluster:
        nothing.cluster.drop(nothing.name)
        nothing.cluster.create(nothing.name)
    damaged = peace.closed.copy(folder / "damaged")
    damage(damaged.site)
    return Seeds(nothing, bare, autumn, peace.closed, damaged)
