"""Signing with a qualified certificate in Chromium: by a stand-in for the plug-in, and by files without scripts."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from playwright.sync_api import Browser, Page, expect

from tests.browser.live import PHONE, LiveSite, Visit, axe, visit
from tests.browser.test_closing import TEACHERS, confirm, cut_off, told
from tests.flow.site import AT
from tests.flow.small import JOURNALS
from tests.signing.gost_people import GostOwner, Outsiders, Wanted, needs_engine
from tests.webui.closing.desk import sign_all, work
from tests.webui.visitors import DEPUTY, TEACHER, installation_of
from webui.closing.words import RU as CLOSING
from webui.keys.words import RU

pytestmark = needs_engine
PLUGIN = Path(__file__).with_name("plugin.js").read_text("utf-8")
KEYS = {256: "1.2.643.7.1.1.1.1", 512: "1.2.643.7.1.1.1.2"}


@contextmanager
def at(
    browser: Browser, site: LiveSite, name: str, *store: GostOwner, scripts: bool = True
) -> Iterator[Visit]:
    """A person signed in, in a browser with a plug-in that finds these certificates; with none it has no plug-in."""
    with visit(browser, site, scripts=scripts) as visited:
        if store:
            visited.page.expose_function("gostStore", lambda: [shown(one) for one in store])
            visited.page.expose_function("gostSign", lambda given: signed(store, given))
            visited.page.add_init_script(PLUGIN)
        visited.sign_in(name)
        yield visited


def thumbprint(one: GostOwner) -> str:
    return one.certificate.fingerprint(SHA1()).hex().upper()


def shown(one: GostOwner) -> dict[str, str]:
    subject = one.certificate.subject.rfc4514_string()
    return {"thumbprint": thumbprint(one), "subject": subject, "key": KEYS[one.key.bits]}


def signed(store: tuple[GostOwner, ...], given: dict[str, Any]) -> str:
    """What SignHash gives: a CMS in base 64 with line ends."""
    (owner,) = (one for one in store if thumbprint(one) == given["certificate"])
    assert (given["algorithm"], given["kind"]) == ({256: 101, 512: 102}[owner.key.bits], 1)
    return base64.encodebytes(owner.sign_digest(bytes.fromhex(given["digest"]))).decode()


@pytest.fixture
def outsiders(open_site: LiveSite, tmp_path: Path) -> Outsiders:
    """The outside authority that the school trusts."""
    made = Outsiders.make(tmp_path / "outside")
    made.trusted_by(installation_of(open_site.app).workshop.authority, AT)
    return made


def closed(browser: Browser, site: LiveSite) -> None:
    """The half-year is cut off and its teachers have signed: the deputy head's signature is wanted."""
    for teacher in TEACHERS:
        confirm(browser, site, teacher, scripts=True)
    cut_off(browser, site, scripts=True)
    with ThreadPoolExecutor(1) as aside:  # Playwright's loop runs in this thread, and signing wants its own
        aside.submit(sign_all, site.site).result()


def sign_here(page: Page, site: LiveSite) -> None:
    """All that the page lists, by the key that is chosen there."""
    page.get_by_role("button", name=CLOSING["key_sign"]).click()
    page.wait_for_url("**/works/*")
    with ThreadPoolExecutor(1) as aside:
        aside.submit(work, site.site).result()
    told(page, scripts=True)


def test_a_half_year_is_signed_through_the_plug_in(
    browser: Browser, open_site: LiveSite, outsiders: Outsiders
) -> None:
    closed(browser, open_site)
    mine = outsiders.issue(Wanted(common=DEPUTY, bits=512))
    stranger = outsiders.issue(Wanted.named(TEACHER))
    with at(browser, open_site, DEPUTY, stranger, mine) as desk:
        page = desk.open("/keys")
        page.get_by_role("button", name=RU["qualified_begin"]).click()
        form = page.locator("#by-plugin")
        expect(form).to_be_visible()
        assert axe(page) == []
        form.get_by_role("button", name=RU["plugin_sign"]).click()
        expect(form.get_by_role("alert")).to_contain_text("Сертификат выдан на имя")
        form.get_by_label(RU["plugin_which"]).select_option(index=1)
        form.get_by_role("button", name=RU["plugin_sign"]).click()
        expect(page.get_by_text(RU["registered"])).to_be_visible()

        page.goto(open_site.url + "/tasks")
        page.get_by_role("button", name=CLOSING["sign_by_qualified"]).click()
        expect(page.get_by_role("button", name=CLOSING["key_sign"])).to_be_focused()
        assert axe(page) == []
        sign_here(page, open_site)
        assert page.locator("main").inner_text().count("сохранён в хранилищах") == len(JOURNALS)
    with ThreadPoolExecutor(1) as aside:
        verified = aside.submit(open_site.site.run, "verify", "--json").result()
    assert (verified.code, verified.json["problems"]) == (0, [])


def test_a_half_year_is_signed_by_files_without_scripts(
    browser: Browser, open_site: LiveSite, outsiders: Outsiders, tmp_path: Path
) -> None:
    closed(browser, open_site)
    mine = outsiders.issue(Wanted.named(DEPUTY))
    with at(browser, open_site, DEPUTY, scripts=False) as desk:
        page = desk.open("/keys")
        page.get_by_role("button", name=RU["qualified_begin"]).click()
        with page.expect_download() as taken:
            page.get_by_role("link", name=RU["other_take"]).click()
        words = Path(taken.value.path()).read_bytes()
        page.get_by_label(RU["other_file"]).set_input_files(files=[payload("a.sig", mine.sign(words))])
        page.get_by_role("button", name=RU["other_send"]).click()
        expect(page.get_by_text(RU["registered"])).to_be_visible()

        page.goto(open_site.url + "/tasks")
        page.get_by_role("button", name=CLOSING["sign_by_qualified"]).click()
        page.get_by_role("button", name=CLOSING["file_get"]).click()
        links = page.get_by_role("link", name=CLOSING["files_one"] + " ")
        given = []
        for place in range(len(JOURNALS)):
            with page.expect_download() as taken:
                links.nth(place).click()
            octets = Path(taken.value.path()).read_bytes()
            given.append(payload(f"{place}.sig", mine.sign(octets)))
        page.get_by_label(CLOSING["files_upload"], exact=True).set_input_files(files=given)
        page.get_by_role("button", name=CLOSING["files_send"]).click()
        page.wait_for_url("**/works/*")
        with ThreadPoolExecutor(1) as aside:
            aside.submit(work, open_site.site).result()
        page.reload()
        assert page.locator("main").inner_text().count("сохранён в хранилищах") == len(JOURNALS)


def payload(name: str, data: bytes) -> Any:
    """A file to be chosen."""
    return {"name": name, "mimeType": "application/pkcs7-signature", "buffer": data}


def test_nobody_is_shut_out_of_the_pages_of_a_qualified_certificate(
    browser: Browser, open_site: LiveSite, outsiders: Outsiders
) -> None:
    closed(browser, open_site)
    mine = outsiders.issue(Wanted.named(DEPUTY))
    with at(browser, open_site, DEPUTY, mine) as desk:
        page = desk.open("/keys")
        page.get_by_role("button", name=RU["qualified_begin"]).click()
        page.locator("#by-plugin").get_by_role("button").click()
        expect(page.get_by_text(RU["registered"])).to_be_visible()
        page.goto(open_site.url + "/tasks")
        page.get_by_role("button", name=CLOSING["sign_by_qualified"]).click()
        page.get_by_role("button", name=CLOSING["file_get"]).click()
        for address in ("/keys", "/tasks/key/files"):
            page = desk.open(address)
            wide = axe(page)
            page.set_viewport_size({"width": PHONE, "height": 700})
            assert (address, wide, axe(page), desk.overflow()) == (address, [], [], 0)
            page.set_viewport_size({"width": 1280, "height": 900})
