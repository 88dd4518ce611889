"""A power of attorney holds when its organisation signed these octets, for its days and its person."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from asn1crypto import pem
from cryptography import x509

from signing.certificates import AUTHORITY
from signing.errors import SigningRefusedError
from signing.outside import Outside
from signing.power import read_power
from signing.power_signature import PowerFiles, check_in_force, check_kept, check_power, check_representative
from signing.trust import Trust
from tests.flow.site import AT
from tests.signing.cms_making import attributes, made
from tests.signing.gost_authority import Holder
from tests.signing.gost_people import GostOwner, Outsiders, needs_engine
from tests.signing.outside_school import Desk, put_authority
from tests.signing.powers import HEAD, NUMBER, PERSON, head, power_xml

XML = power_xml()


@pytest.fixture(scope="module")
def outsiders(tmp_path_factory: pytest.TempPathFactory) -> Outsiders:
    return Outsiders.make(tmp_path_factory.mktemp("outside"))


@pytest.fixture
def outside(tmp_path: Path, outsiders: Outsiders) -> Outside:
    """The trust of a school: this authority, by its list of now."""
    found = Outside(tmp_path / "trusted")
    found.folder.mkdir()
    put_authority(found, _root(outsiders), outsiders.crl(AT))
    return found


def _root(outsiders: Outsiders) -> x509.Certificate:
    return x509.load_der_x509_certificate(outsiders.root.dump())


def refused(check: Callable[[], object]) -> str:
    with pytest.raises(SigningRefusedError) as found:
        check()
    return found.value.code


@needs_engine
@pytest.mark.parametrize("bits", [256, 512])
def test_a_power_signed_by_its_organisation_is_taken(
    outside: Outside, outsiders: Outsiders, bits: int
) -> None:
    cms = outsiders.issue(replace(head(), bits=bits)).sign(XML)
    for given in (cms, base64.encodebytes(cms)):
        power, files = check_power(XML, given, outside, AT)
        assert (power.number, files.xml, files.cms) == (NUMBER, XML, given)
        assert x509.load_pem_x509_certificates(files.issuers) == [_root(outsiders)]


@needs_engine
def test_a_power_with_one_more_blank_is_another_document(outside: Outside, outsiders: Outsiders) -> None:
    cms = outsiders.issue(head()).sign(XML)
    assert refused(lambda: check_power(XML + b"\n", cms, outside, AT)) == "signing.cms_document"


@needs_engine
def test_another_organisation_and_a_person_alone_cannot_give_it(
    outside: Outside, outsiders: Outsiders
) -> None:
    """Anybody has a certificate of their own: with it they could give themselves a power of the school's."""

    def code(ogrn: str) -> str:
        cms = outsiders.issue(head(ogrn)).sign(XML)
        return refused(lambda: check_power(XML, cms, outside, AT))

    assert {code("1025203724172"), code("")} == {"power.other_principal"}


@needs_engine
def test_a_signer_who_is_not_qualified_revoked_or_unknown_is_refused(
    outside: Outside, outsiders: Outsiders, tmp_path: Path
) -> None:
    def code(owner: GostOwner) -> str:
        return refused(lambda: check_power(XML, owner.sign(XML), outside, AT))

    withdrawn = outsiders.issue(head())
    outsiders.revoke(withdrawn, AT - timedelta(days=1))
    put_authority(outside, _root(outsiders), outsiders.crl(AT))
    assert code(withdrawn) == "signing.outside_revoked"
    assert code(outsiders.issue(replace(head(), policies=("1.2.3",)))) == "signing.not_qualified"
    assert code(outsiders.issue(replace(head(), ends=AT - timedelta(days=1)))) == "signing.outside_expired"
    assert code(Outsiders.make(tmp_path / "stranger").issue(head())) == "signing.outside_untrusted"


def kept(owner: GostOwner, outsiders: Outsiders) -> PowerFiles:
    """What a bag has of a power that this owner signed."""
    return PowerFiles(XML, owner.sign(XML), pem.armor("CERTIFICATE", outsiders.root.dump()))


@needs_engine
def test_a_kept_power_holds_by_the_trust_alone_also_after_its_signers_certificate_ended(
    outsiders: Outsiders,
) -> None:
    trust = Trust((outsiders.root.dump(),))
    for owner in (outsiders.issue(head()), outsiders.issue(replace(head(), ends=AT - timedelta(days=30)))):
        assert check_kept(kept(owner, outsiders), trust, AT).number == NUMBER


@needs_engine
def test_a_kept_power_that_its_organisation_did_not_sign_is_refused(
    outsiders: Outsiders, tmp_path: Path
) -> None:
    trust, stranger = Trust((outsiders.root.dump(),)), Outsiders.make(tmp_path / "stranger")

    def code(owner: GostOwner, by: Outsiders = outsiders) -> str:
        return refused(lambda: check_kept(kept(owner, by), trust, AT))

    assert code(outsiders.issue(head("1025203724172"))) == "power.other_principal"
    assert code(outsiders.issue(head(""))) == "power.other_principal"
    assert code(outsiders.issue(replace(head(), policies=("1.2.3",)))) == "signing.not_qualified"
    assert code(outsiders.issue(replace(head(), begins=AT + timedelta(days=1)))) == "signing.outside_expired"
    assert code(stranger.issue(head()), stranger) == "signing.outside_untrusted"
    school = Outsiders.make(tmp_path / "school", AUTHORITY)  # whoever keeps its key may write what they want
    own = kept(school.issue(head()), school)
    assert refused(lambda: check_kept(own, Trust((school.root.dump(),)), AT)) == "signing.outside_untrusted"
    damaged = replace(kept(outsiders.issue(head()), outsiders), issuers=b"-----BEGIN CERTIFICATE-----")
    assert refused(lambda: check_kept(damaged, trust, AT)) == "signing.cms_unreadable"


@pytest.mark.parametrize("day", [date(2026, 1, 12), date(2026, 12, 31)])
def test_both_days_belong_to_the_term(day: date) -> None:
    check_in_force(read_power(XML), day)


@pytest.mark.parametrize("day", [date(2026, 1, 11), date(2027, 1, 1)])
def test_outside_its_term_it_is_refused(day: date) -> None:
    assert refused(lambda: check_in_force(read_power(XML), day)) == "power.not_in_force"


def test_it_is_for_the_person_it_names() -> None:
    check_representative(read_power(XML), PERSON.replace("ё", "е"))
    assert refused(lambda: check_representative(read_power(XML), HEAD)) == "power.other_person"


@pytest.mark.parametrize(("away", "taken"), [(-3652, True), (-3655, False), (1, False)])
def test_a_power_may_have_been_signed_years_ago_but_not_later_than_now(
    desk: Desk, teacher: Holder, tmp_path: Path, away: int, taken: bool
) -> None:
    """The certificate names no organisation and nobody is trusted: with a time that is taken, that is asked next."""
    cms = made(teacher, attributes(teacher, XML, desk.at + timedelta(days=away))).dump()
    code = refused(lambda: check_power(XML, cms, Outside(tmp_path), desk.at))
    assert (code != "signing.cms_time") == taken
    assert code in ("signing.cms_time", "signing.not_qualified", "signing.outside_untrusted")
