"""After signing in nobody is led to another site, however the address is spelled."""

from __future__ import annotations

import pytest

from webui.accounts.onward import own_path


@pytest.mark.parametrize("path", ["/home", "/audit?kind=a&person=b", "/journal/x/y#cell", "/путь"])
def test_a_path_of_this_site_passes(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "address",
    [
        *("", None, "home", "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example"),
        *(
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            " /home",
            "javascript:alert(1)",
            "/%\x00",
        ),
    ],
)
def test_any_other_address_does_not(address: str | None) -> None:
    assert own_path(address) is None
