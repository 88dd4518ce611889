"""What every test may ask for: a fresh migrated database of both kinds, and a wall against the network.

`engine` is what the application gets; on PostgreSQL it is not the owner of the tables. Each test has a
database of its own, copied from a template that is migrated once a run.
"""

from __future__ import annotations

import gc
import ipaddress
import os
import shutil
import socket
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from coverage import Coverage
from hypothesis import settings
from sqlalchemy import Engine

from records.db import close_engine, open_engine
from tests import postgres, telling

_CLUSTER = "LETOPIS_TEST_CLUSTER"
# Stories, faults and attacks on the whole: they prove what runs, and measuring it would take a third of their time.
_UNMEASURED = {"bench", "browser", "conformance", "faults", "flow", "fuzz", "tampering"}

# No test is about time, and the machine may be busy.
settings.register_profile("letopis", deadline=None)
settings.load_profile("letopis")


def pytest_configure(config: pytest.Config) -> None:
    """The controller names the folder of the cluster; its workers inherit the name."""
    if not hasattr(config, "workerinput"):
        os.environ[_CLUSTER] = str(postgres.Cluster.prepare().folder)


def pytest_sessionstart(session: pytest.Session) -> None:
    """The controller tells what happens as it happens."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None and not hasattr(session.config, "workerinput"):
        session.config.pluginmanager.register(telling.Teller(terminal))


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was collected stays to the end: no garbage collection walks twelve thousand tests again."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """No process of a run that is over hangs for ever: not a worker, not the controller."""
    telling.end_within(session.config)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The controller stops the cluster, if any test has started it."""
    if not hasattr(config, "workerinput"):
        postgres.Cluster(Path(os.environ.pop(_CLUSTER))).stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Coverage is measured in the tests of a part, with what they set up, and rests in those of the whole."""
    measuring = Coverage.current()
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    if measuring is None or folder not in _UNMEASURED:
        return (yield)
    measuring.stop()
    try:
        return (yield)
    finally:
        measuring.start()


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Connections leave the machine in no test: anything but loopback is refused."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: tuple[str, int] | str) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise ConnectionRefusedError(f"tests stay on loopback, not {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ipaddress.ip_address(host).is_loopback


@pytest.fixture
def unconfined(monkeypatch: pytest.MonkeyPatch) -> None:
    """`letopis check` in this process; tests/retention/test_confined.py proves that its own process says the same."""
    from retention.check import check_path

    monkeypatch.setattr("webui.cli.check.check_path", check_path)


@dataclass(frozen=True, slots=True)
class Database:
    """The addresses of one test's database: for the application, the schema's owner and the superuser.

    On SQLite they are one: who can open the file owns it.
    """

    application: str
    owner: str
    superuser: str


@pytest.fixture(scope="session")
def cluster() -> postgres.Cluster:
    """The run's PostgreSQL cluster, started on first demand."""
    found = postgres.Cluster(Path(os.environ[_CLUSTER]))
    found.start()
    return found


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that tests copy."""
    from webui.migrate import migrate

    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_template(cluster: postgres.Cluster) -> str:
    """The name of a migrated PostgreSQL database that tests copy."""
    from webui.migrate import migrate

    return cluster.template("letopis_template", migrate)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A fresh migrated database of each kind."""
    if request.param == "sqlite":
        path = tmp_path / "letopis.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield Database(*[f"sqlite:///{path}"] * 3)
        return
    cluster: postgres.Cluster = request.getfixturevalue("cluster")
    template = request.getfixturevalue("postgresql_template")
    name = f"test_{os.getpid()}_{os.urandom(4).hex()}"
    cluster.create(name, template)
    roles = (postgres.APPLICATION, postgres.OWNER, postgres.SUPERUSER)
    yield Database(*(cluster.url(role, name) for role in roles))
    cluster.drop(name)


def _opened(url: str, school: str | None = None) -> Iterator[Engine]:
    engine = open_engine(url, school)
    yield engine
    close_engine(engine)


@pytest.fixture
def own_school() -> str:
    """The school that the application works for; a folder of tests may have another."""
    return "school-16"


@pytest.fixture
def engine(database: Database, own_school: str) -> Iterator[Engine]:
    """The application's engine: on PostgreSQL in the role that owns nothing and sees one school."""
    yield from _opened(database.application, own_school)


@pytest.fixture
def owner_engine(database: Database) -> Iterator[Engine]:
    """The engine of the schema's owner, who may change tables and triggers."""
    yield from _opened(database.owner)


@pytest.fixture
def superuser_engine(database: Database) -> Iterator[Engine]:
    """The engine of an attacker who has the whole database server."""
    yield from _opened(database.superuser)
