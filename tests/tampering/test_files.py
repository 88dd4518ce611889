"""No change of a file that carries the archive goes unnoticed, whichever file of its kind, whichever byte."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tampering.carriers import ALL, Carrier, change
from tests.tampering.conftest import ON_SQLITE, chooser
from tests.tampering.ground import NOTHING, Ground
from tests.tampering.operations import Operation
from tests.tampering.pdfs import BY_LOG, CHANGES, EXPECTED, Forger, forged
from tests.tampering.rollbacks import ROLLBACKS, put_back

pytestmark = ON_SQLITE  # files are the same beside every database
a_few = settings(
    derandomize=True,
    max_examples=2,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def test_what_nobody_touched_has_neither_problem_nor_warning(ground: Ground) -> None:
    assert ground.found() == NOTHING


@pytest.mark.parametrize(
    ("carrier", "operation"), ALL, ids=[f"{one.name}-{operation.__name__}" for one, operation in ALL]
)
@a_few
@given(data=st.data())
def test_a_changed_file_is_found(
    ground: Ground, carrier: Carrier, operation: Operation, data: st.DataObject
) -> None:
    try:
        path = change(ground, carrier, operation, chooser(data))
        found = ground.found().problems if ground.is_touched() else carrier.codes
        assert found, f"{operation.__name__} of {path} went unnoticed"
        assert found <= carrier.codes
    finally:
        ground.restore()


@pytest.mark.parametrize("forger", Forger, ids=lambda forger: forger.name.lower())
@pytest.mark.parametrize("name", CHANGES)
@a_few
@given(data=st.data())
def test_a_changed_pdf_is_found_however_far_the_forger_goes(
    ground: Ground, name: str, forger: Forger, data: st.DataObject
) -> None:
    with (
        ground.catalogue() as connection,
        forged(ground, connection, CHANGES[name], forger, chooser(data)),
    ):
        found = ground.verify(connection).problems
    assert found >= EXPECTED[forger]
    if forger is Forger.EVERYTHING:
        assert found - {BY_LOG}, "only the log tells of it"


@pytest.mark.parametrize("name", ROLLBACKS)
def test_what_was_put_back_by_a_month_is_found(ground: Ground, name: str) -> None:
    try:
        put_back(ground, ROLLBACKS[name])
        assert ground.found().problems == ROLLBACKS[name].codes
    finally:
        ground.restore()


def test_after_every_change_the_installation_is_whole_again(ground: Ground) -> None:
    assert (ground.is_touched(), ground.found()) == (False, NOTHING)
