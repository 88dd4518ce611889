"""Whether a certificate shows that another key signed than the school's policy asked for (ADR 37).

Only a qualified one can be told by its certificate: it states a class of the signer's means (63-ФЗ, статья 17), and the
school's own authority has not issued it. Whether a key of that authority lies on the server or with its owner no
certificate says; the catalogue does (signing/enrolment.py, GOOD).
"""

from __future__ import annotations

from cryptography import x509

from records.school.signing_rules import AskedKey
from signing.certificates import is_of_school
from signing.identity import is_qualified


def contradicts(certificate: x509.Certificate, asked: AskedKey) -> bool:
    """Whether the certificate itself shows that another key signed than was asked for."""
    return asked is AskedKey.QUALIFIED and (is_of_school(certificate.issuer) or not is_qualified(certificate))
