"""What the signing tests share: it is made once a session, because keys and pages are slow to make."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from records.registers.kinds import RecordKind
from signing.authority import SchoolAuthority
from signing.trust import Trust, trust_from_pem
from tests.signing.gost_authority import GostAuthority, Holder, has_engine
from tests.signing.making import AT, HOUR, SCHOOL, School, open_school, render_page, sign_all
from tests.signing.outside_school import Desk, put_authority
from tests.signing.own_keys import store_staff


@pytest.fixture(scope="session")
def page() -> bytes:
    return render_page()


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    return open_school(SchoolAuthority.create(tmp_path_factory.mktemp("school") / "ca", SCHOOL, AT))


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> School:
    """Another school with the same names."""
    return open_school(SchoolAuthority.create(tmp_path_factory.mktemp("stranger") / "ca", SCHOOL, AT))


@pytest.fixture(scope="session")
def trust(school: School) -> Trust:
    return trust_from_pem(school.authority.trust_pem())


@pytest.fixture(scope="session")
def period_journal(school: School, page: bytes) -> list[bytes]:
    """The period journal after the teacher, and after the deputy head."""
    return sign_all(school, page, RecordKind.PERIOD_JOURNAL)


@pytest.fixture(scope="session")
def class_journal(school: School, page: bytes) -> list[bytes]:
    """The class journal after each of its three signers."""
    return sign_all(school, page, RecordKind.CLASS_JOURNAL)


@pytest.fixture
def authority(school: School, tmp_path: Path) -> SchoolAuthority:
    """A copy of the school's authority: what a test revokes, no other test finds on the list."""
    return SchoolAuthority.open(shutil.copytree(school.authority.folder, tmp_path / "ca"))


@pytest.fixture
def staffed(engine: Engine) -> Engine:
    """Anna and Boris, of a school."""
    store_staff(engine)
    return engine


@pytest.fixture(scope="session")
def gost_at() -> datetime:
    """When the tests run: OpenSSL 3.0 writes its own clock into what it signs."""
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="session")
def gost(tmp_path_factory: pytest.TempPathFactory, gost_at: datetime) -> GostAuthority:
    """An outside authority. May be left out on a school's machine; in CI it must be there."""
    if not has_engine():
        if "CI" in os.environ:
            pytest.fail("GOST signatures cannot be tried: no libengine-gost-openssl")
        pytest.skip("not run: no libengine-gost-openssl")
    return GostAuthority(tmp_path_factory.mktemp("gost") / "ca", gost_at)


@pytest.fixture(scope="session")
def desk(
    gost: GostAuthority, gost_at: datetime, page: bytes, tmp_path_factory: pytest.TempPathFactory
) -> Desk:
    """A school of today that trusts that authority."""
    folder = tmp_path_factory.mktemp("gost-school") / "ca"
    school = open_school(SchoolAuthority.create(folder, SCHOOL, gost_at - HOUR), gost_at - HOUR)
    put_authority(school.authority.outside, gost.root.certificate, gost.crl())
    return Desk(school, gost, page, gost_at)


@pytest.fixture(scope="session")
def teacher(gost: GostAuthority) -> Holder:
    """A teacher with a key of 256 bits."""
    return gost.issue("Громова Мария Ивановна")
