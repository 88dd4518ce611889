"""No change of a file that carries the archive goes unnoticed, whichever file of its kind, whichever byte.

One change of each kind; `python -m tests.tampering` tries as many as one likes.
"""

from __future__ import annotations

import pytest

from tests.tampering.carriers import ALL, Carrier, change
from tests.tampering.conftest import ON_SQLITE
from tests.tampering.ground import NOTHING, Ground
from tests.tampering.operations import Choose, Operation
from tests.tampering.pdfs import BY_LOG, CHANGES, EXPECTED, Forger, forged
from tests.tampering.rollbacks import ROLLBACKS, put_back

# Files are the same beside every database. Coverage of what verifies is measured where verification has its own tests.
pytestmark = ON_SQLITE
TRIES = 20  # reordering may hit one place twice
# No change: declarations are the same in every bag, and what has one line or one hash has no order.
NOTHING_CHANGES = {"bagit.txt-swap", "bagit.txt-replay", "tile 1, partial-reorder", "key of the log-reorder"}


def test_what_nobody_touched_has_neither_problem_nor_warning(ground: Ground) -> None:
    assert ground.found() == NOTHING


@pytest.mark.parametrize(
    ("carrier", "operation"), ALL, ids=[f"{one.name}-{operation.__name__}" for one, operation in ALL]
)
def test_a_changed_file_is_found(
    ground: Ground, carrier: Carrier, operation: Operation, choose: Choose
) -> None:
    try:
        changed = (change(ground, carrier, operation, choose) for _ in range(TRIES))
        path = next((path for path in changed if ground.is_touched()), None)
        found = ground.found().problems
        assert bool(path) == (f"{carrier.name}-{operation.__name__}" not in NOTHING_CHANGES)
        assert bool(found) == bool(path), f"{operation.__name__} of {path} went unnoticed"
        assert found <= carrier.codes
    finally:
        ground.restore()


@pytest.mark.parametrize("forger", Forger, ids=lambda forger: forger.name.lower())
@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_pdf_is_found_however_far_the_forger_goes(
    ground: Ground, name: str, forger: Forger, choose: Choose
) -> None:
    with (
        ground.catalogue() as connection,
        forged(ground, connection, CHANGES[name], forger, choose),
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
