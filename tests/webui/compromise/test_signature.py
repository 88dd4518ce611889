"""A signature that was asked for on the site names the account that asked: else nobody could tell a stranger's."""

from __future__ import annotations

from records.compromise.model import Deed
from records.compromise.traces import traces
from tests.flow.site import AT, Site
from tests.webui.closing.desk import cut, sign_all


def test_signatures_are_found_by_the_account_that_asked_for_them(bare: Site) -> None:
    cut(bare)
    sign_all(bare)
    with bare.workshop() as workshop, workshop.transaction() as session:
        asked = traces(session, workshop.school, "test", AT)  # the account of these tests' people
        on_the_server = traces(session, workshop.school, "server-key", AT)
    assert sum(one.deed is Deed.SIGNATURE for one in asked) == 3
    assert [one for one in on_the_server if one.deed is Deed.SIGNATURE] == []
