"""Installations that are made once a run and copied for each test, folder and database together.

Everybody who signs has a certificate in the seed: the copies then print the same bytes, for the class journal
names the certificates of its sources.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from records.actor import Actor
from records.identity import SystemEntropy
from records.school.imports.apply import apply
from records.school.imports.reader import read_class
from records.school.imports.workbook import read_sheets
from records.school.tables import Person
from retention.publication import publish
from retention.workshop import Workshop
from signing.enrolment import enrol
from tests.flow.site import AT, Site
from tests.flow.small import write_workbook
from tests.flow.story import close_autumn
from tests.postgres import APPLICATION, OWNER, Cluster
from webui.demo import make_demo
from webui.settings import DATABASE_FILE, Environment


@dataclass(frozen=True, slots=True)
class Seed:
    """An installation in which nobody works. `cluster` has its database `name`; else SQLite lies in `data`."""

    data: Path
    cluster: Cluster | None
    name: str

    @property
    def site(self) -> Site:
        """The installation itself."""
        if self.cluster:
            urls = [self.cluster.url(role, self.name) for role in (APPLICATION, OWNER)]
        else:
            urls = [f"sqlite:///{self.data / DATABASE_FILE}"] * 2
        return Site(self.data, *urls)

    def copy(self, data: Path) -> Seed:
        """Another one in the folder `data`, which must not exist yet. Nobody may be connected to this one."""
        shutil.copytree(self.data, data)
        copied = Seed(data, self.cluster, _fresh_name())
        if self.cluster:
            self.cluster.create(copied.name, self.name)
        return copied

    def drop(self) -> None:
        """Remove folder and database."""
        shutil.rmtree(self.data)
        if self.cluster:
            self.cluster.drop(self.name)


def _fresh_name() -> str:
    return f"site_{os.getpid()}_{os.urandom(4).hex()}"


def make_bare(folder: Path, cluster: Cluster | None) -> Seed:
    """The small school as the import leaves it: nobody has a certificate, nothing is closed."""
    seed = Seed(folder / "bare", cluster, _fresh_name())
    if cluster:
        cluster.create(seed.name)
    make_demo(Environment.read(seed.site.environ()), AT, SystemEntropy())
    with seed.site.workshop() as workshop:
        _import(workshop, write_workbook(folder / "9А.xlsx"))
    return seed


def _import(workshop: Workshop, file: Path) -> None:
    value = read_class(read_sheets(file)).value
    assert value, "the small workbook is right"
    actor = Actor("import", "import", workshop.school)
    with workshop.transaction() as session:
        apply(session, actor, value, AT, workshop.entropy)
    publish(workshop, AT)


def make_imported(bare: Seed, folder: Path) -> Seed:
    """The small school, everybody enrolled, nothing closed."""
    seed = bare.copy(folder / "imported")
    with seed.site.workshop() as workshop:
        with workshop.transaction() as session:
            people = session.scalars(select(Person.id)).all()
            enrol(session, workshop.actor, workshop.authority, people, AT, workshop.entropy)
        publish(workshop, AT)
    return seed


def make_autumn(imported: Seed, folder: Path) -> Seed:
    """The small school with its first half-year closed."""
    seed = imported.copy(folder / "autumn")
    with seed.site.workshop() as workshop:
        close_autumn(workshop)
    return seed
