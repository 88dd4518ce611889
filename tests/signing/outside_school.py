"""A school that trusts an outside authority of GOST, and a signature of its teacher made by OpenSSL in two halves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from records.registers.kinds import RecordKind
from signing.external import Prepared, prepare, put_cms
from signing.keyfiles import write_whole
from signing.outside import Outside, name_of
from signing.pades import SigningOrder, sign
from signing.policy import fields
from signing.services import Services, services_at
from signing.trust import Trust, trust_from_pem
from tests.signing.chains import chain_of
from tests.signing.gost_authority import GostAuthority, Holder
from tests.signing.making import HOUR, ZONE, School

CHAIN = chain_of(RecordKind.PERIOD_JOURNAL)
ANSWER = timedelta(minutes=5)


def put_authority(outside: Outside, certificate: x509.Certificate, *lists: bytes) -> None:
    """The files of an authority, as letopis trust add leaves them."""
    name = name_of(certificate)
    write_whole(outside.folder / f"{name}.pem", certificate.public_bytes(Encoding.PEM))
    for crl in lists:
        write_whole(outside.folder / f"{name}.crl", crl)


@dataclass(frozen=True)
class Desk:
    """Where the teacher of a school signs a page with a key of theirs, asked at `at`."""

    school: School
    gost: GostAuthority
    page: bytes
    at: datetime

    @property
    def order(self) -> SigningOrder:
        return SigningOrder(CHAIN[0], fields(CHAIN), "Подписано", self.at, ZONE)

    @cached_property
    def trust(self) -> Trust:
        return trust_from_pem(self.school.authority.trust_pem())

    def answered(self) -> Services:
        return services_at(self.school.authority, self.at, self.at + ANSWER)

    def issuers(self, holder: Holder) -> tuple[x509.Certificate, ...]:
        return self.school.authority.outside.issuers_of(holder.certificate, self.at)

    def prepare(self, holder: Holder) -> Prepared:
        services = self.school.services(self.at)
        return prepare(self.page, self.order, holder.certificate, (self.gost.root.certificate,), services)

    def put(self, holder: Holder, asked: Prepared, cms: bytes) -> bytes:
        issuers = (self.gost.root.certificate,)
        return put_cms(self.page, self.order, holder.certificate, issuers, self.answered(), asked.digest, cms)

    def signed(self, holder: Holder) -> bytes:
        """The page with the holder's signature."""
        asked = self.prepare(holder)
        return self.put(holder, asked, holder.sign(asked.octets))

    def sealed(self, holder: Holder) -> bytes:
        """The page with the holder's signature and the deputy head's, of the school's own authority."""
        return self.finish(self.signed(holder))

    def finish(self, signed: bytes) -> bytes:
        order = replace(self.order, step=CHAIN[1], at=self.at + HOUR)
        deputy = self.school.people[CHAIN[1].role]
        return sign(signed, order, deputy, self.school.services(self.at + HOUR))
