"""The helpers of the site's tests: a signed-in client is signed in, and a stranger's changes are refused."""

from __future__ import annotations

from tests.flow.site import Site
from tests.webui.visitors import DEPUTY, Stranger, app_of, signed_in


def test_a_signed_in_client_has_a_home(bare: Site) -> None:
    with app_of(bare) as app:
        assert DEPUTY in signed_in(app, DEPUTY).get("/home").text


def test_a_client_without_the_token_changes_nothing(bare: Site) -> None:
    with app_of(bare) as app:
        app.test_client_class = Stranger
        assert app.test_client().post("/sign-in", data={"login": "x", "password": "y"}).status_code == 400
