"""A certificate that shows that another key signed than the policy asked for: a finding of every validation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from records.actor import Role
from records.registers.kinds import RecordKind
from records.school.signing_rules import AskedKey
from signing.asked_key import contradicts
from signing.errors import Reason
from signing.indications import Indication
from signing.report import expect
from signing.trust import Trust
from signing.validate import examine
from tests.signing.chains import chain_of
from tests.signing.making import AT, YEAR, School

JOURNAL = chain_of(RecordKind.PERIOD_JOURNAL)
KC1 = "1.2.643.100.113.1"


def made(issuer: x509.Name, key: rsa.RSAPrivateKey, *policies: str) -> x509.Certificate:
    """A person's certificate by that issuer, which states these policies."""
    owner = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Громова Мария Ивановна")])
    builder = x509.CertificateBuilder(issuer, owner, key.public_key(), 7, AT, AT + YEAR)
    if policies:
        stated = [x509.PolicyInformation(x509.ObjectIdentifier(one), None) for one in policies]
        builder = builder.add_extension(x509.CertificatePolicies(stated), critical=False)
    return builder.sign(key, hashes.SHA256())


def of_outside() -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Казначейство России")])


def test_a_certificate_of_the_schools_own_is_none_even_with_the_marks(school: School) -> None:
    issuer = school.authority.issuer  # the operator has its key, and can write any certificate with it
    forged = made(issuer.certificate.subject, issuer.key, KC1)
    assert contradicts(forged, AskedKey.QUALIFIED)
    assert contradicts(school.people[Role.TEACHER].certificate, AskedKey.QUALIFIED)


@pytest.mark.parametrize(
    ("policies", "asked", "wrong"),
    [
        ((KC1,), AskedKey.QUALIFIED, False),
        ((), AskedKey.QUALIFIED, True),
        (("1.2.3.4",), AskedKey.QUALIFIED, True),
        ((), AskedKey.OWN, False),  # where a key was held no certificate says
        ((), AskedKey.ANY, False),
    ],
)
def test_a_certificate_of_another_authority_is_told_by_the_class_that_it_states(
    school: School, policies: tuple[str, ...], asked: AskedKey, wrong: bool
) -> None:
    assert contradicts(made(of_outside(), school.authority.issuer.key, *policies), asked) is wrong


def test_a_certificate_that_is_not_qualified_is_found(trust: Trust, period_journal: list[bytes]) -> None:
    chain = (JOURNAL[0], replace(JOURNAL[1], key=AskedKey.QUALIFIED))
    report = examine(period_journal[-1], expect(chain, [None, None]), trust, AT + YEAR)
    assert [(one.reason, one.field) for one in report.findings] == [(Reason.OTHER_KEY, "DeputyHead")]
    first, last = report.signatures
    assert (first.indication, last.indication) == (Indication.TOTAL_PASSED, Indication.INDETERMINATE)
    assert report.indication is Indication.INDETERMINATE


def test_where_any_key_will_do_nothing_is_found(trust: Trust, period_journal: list[bytes]) -> None:
    chain = tuple(replace(step, key=AskedKey.OWN) for step in JOURNAL)
    assert examine(period_journal[-1], expect(chain, [None, None]), trust, AT + YEAR).findings == ()
