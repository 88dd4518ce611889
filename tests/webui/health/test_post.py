"""The doctor on letters, on the site's address, and on servers that do not answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.flow.site import AT, Site, letopis
from tests.webui.health.patient import make_real, say
from webui.health.post import PostFacts, of_post
from webui.mail.carrier import SENDER
from webui.settings import FILE, SiteSetting

SERVER = '[mail]\nhost = "localhost"\nsender = "letopis@school.example"\nport = 1\n'
PROVIDER = '[oidc]\nissuer = "http://127.0.0.1:1"\nclient_id = "letopis"\n'


def codes(**values: object) -> set[str]:
    sound: dict[str, object] = {
        **{"demo": False, "server": True, "site": SiteSetting()},
        **{"given_up": 0, "waiting_since": None},
    }
    return {finding.code for finding in of_post(PostFacts(**{**sound, **values}), AT)}  # type: ignore[arg-type]


def add(site: Site, section: str) -> None:
    file = site.data / FILE
    file.write_text(file.read_text("utf-8") + "\n" + section, "utf-8")


def test_a_post_that_works_is_not_told() -> None:
    assert codes() == set()


def test_a_school_without_a_mail_server_is_told(bare: Site) -> None:
    assert say(make_real(bare), now=None)["mail.none"] == ("weak", FILE)


def test_a_demo_needs_none() -> None:
    assert codes(demo=True, server=False) == set()


def test_letters_that_were_given_up_are_bad() -> None:
    assert codes(given_up=2) == {"mail.given_up"}


@pytest.mark.parametrize(("minutes", "found"), [(59, set()), (60, {"mail.waiting"})])
def test_letters_that_do_not_leave_are_told_after_an_hour(minutes: int, found: set[str]) -> None:
    assert codes(waiting_since=AT - timedelta(minutes=minutes)) == found


def test_a_site_behind_tls_has_an_address_with_it() -> None:
    site = SiteSetting(https=True, origin="http://localhost:8000")
    assert codes(site=site) == {"site.origin"}


@pytest.mark.parametrize(("section", "code"), [(SERVER, "mail.away"), (PROVIDER, "oidc.away")])
def test_a_server_that_does_not_answer_is_bad(bare: Site, section: str, code: str) -> None:
    add(bare, section)
    assert say(bare)[code] == ("bad", section.partition("\n")[0])


def test_a_secret_that_others_can_read_is_bad(bare: Site) -> None:
    add(bare, SERVER + 'password_file = "mail.password"\n')
    (bare.data / "mail.password").write_text("secret")
    (bare.data / "mail.password").chmod(0o644)
    assert say(bare)["key.readable"] == ("bad", "mail.password")


def test_a_secret_that_is_gone_is_bad(bare: Site) -> None:
    add(bare, SERVER + 'password_file = "mail.password"\n')
    assert say(bare)["settings.secret"] == ("bad", "[mail]")


def test_a_test_letter_of_a_demo_lies_in_its_folder(bare: Site) -> None:
    ran = bare.run("mail", "test", "orlov@school.example")
    assert (ran.code, SENDER in ran.out) == (0, True)
    assert len(list((bare.data / "mail").glob("*.eml"))) == 1


def test_without_a_post_a_test_letter_says_so(bare: Site) -> None:
    make_real(bare)
    environ = {**bare.environ(), "LETOPIS_NOW": ""}
    assert letopis(environ, "mail", "test", "orlov@school.example").err.endswith("[mail.off]\n")


def test_a_test_letter_to_nobody_is_refused(bare: Site) -> None:
    assert "[mail.address]" in bare.run("mail", "test", "orlov").err
