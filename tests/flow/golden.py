"""Makes golden bags: one of each kind of record, revised where a kind is, with the root to trust them by.

`python -m tests.flow.golden tests/vectors/v1` writes them once, for a release; they are never made again.
tests/test_vectors.py checks every version's bags for ever.
"""

from __future__ import annotations

import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from records.registers.kinds import RecordKind
from records.registers.tables import Record
from retention.steps.package import bag_path
from tests.flow.amending import LATER, amend_small_year
from tests.flow.reporting import report_signatures
from tests.flow.seeds import make_bare, make_imported
from tests.flow.site import NOW, Site
from tests.flow.story import close_small_year, faults

LIBRARIES = ("letopis", "weasyprint", "pydyf", "pypdf", "pyhanko", "cryptography", "fonttools", "rfc8785")


def make_golden(target: Path) -> None:
    """Close the small school's year, enter two acts, order a report, and keep one bag of each kind in `target`.

    Raises FileExistsError when there is such a folder.
    """
    target.mkdir(parents=True)
    with TemporaryDirectory() as place:
        folder = Path(place)
        site = make_imported(make_bare(folder, None), folder).site
        with site.workshop() as workshop:
            close_small_year(workshop)
            amend_small_year(workshop)
            report_signatures(workshop)
        if found := faults(site, LATER):
            raise AssertionError(f"not golden: {found}")
        for kind in RecordKind:
            shutil.copytree(site.location("safe") / _bag(site, kind), target / kind.value)
        shutil.copyfile(site.location("safe") / "registers" / "trust.pem", target / "trust.pem")
    (target / "SOURCES.md").write_text(_sources(target.name), "utf-8")


def _bag(site: Site, kind: RecordKind) -> str:
    with site.workshop() as workshop, workshop.transaction() as session:
        query = select(Record).where(Record.kind == kind.value).order_by(Record.revision.desc(), Record.title)
        return bag_path(session.scalars(query).all()[0])


def _sources(name: str) -> str:
    return "\n".join(
        [
            f"# Golden bags {name}",
            "",
            "Made by the closing chain from the miniature class of tests/flow/small.py (invented people), once; the",
            "bytes are never made again. Whoever changes a format adds a folder and leaves this one as it is.",
            "",
            f"- command: `python -m tests.flow.golden tests/vectors/{name}`",
            f"- clock of the demo installation: {NOW}",
            f"- Python {sys.version.split()[0]}; " + ", ".join(f"{lib} {version(lib)}" for lib in LIBRARIES),
            "- `trust.pem`: the root of the installation's own authority; its key went with the installation",
            "",
            "tests/test_vectors.py verifies them as of 2026 and of 2036, and with `sha512sum -c manifest-sha512.txt`.",
            "",
        ]
    )


if __name__ == "__main__":
    make_golden(Path(sys.argv[1]))
