"""The powers of attorney in a record's bag: beside each signature made under one, its XML and its detached signature.

Two tag files a power (RFC 8493, 2.2.4), named by its number, which record.json gives with the signature: what the
school relied on goes with the record, whoever asks in 25 years. Here they are held against the signature they stand
for: number, term, representative, and that some key signed the XML. Whose it was is not judged here, and whether the
power was recalled that day nobody can tell from a bag (ADR 36). Pure: empowered.py asks the register.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from records.errors import LetopisError
from records.times import local
from retention.paths import printable
from retention.verification.report import Fault
from signing.identity import same_person
from signing.power import Power, read_power
from signing.power_signature import check_octets


@dataclass(frozen=True, slots=True)
class Used:
    """A power that a signature names: its number, who signed, when if it says so, and where the school's days begin."""

    number: str
    signer: str
    signed_at: datetime | None
    zone: str


def names(number: str) -> tuple[str, str]:
    """The tag files of a power: its XML, and the signature over it."""
    return f"power-{number}.xml", f"power-{number}.xml.sig"


def faults(used: Used, tags: Mapping[str, bytes]) -> Iterator[Fault]:
    """What is wrong with a power in the bag: code, Russian, English."""
    shown = printable(used.number[:40])
    xml, cms = map(tags.get, names(used.number))
    if xml is None or cms is None:
        yield (
            "bag.power_missing",
            f"Подпись поставлена по доверенности {shown}, а её файлов в пакете нет.",
            f"a signature was made under the power {shown}, and the bag has not its files",
        )
        return
    try:
        power = read_power(xml)
        if used.signed_at is not None:
            check_octets(xml, cms, used.signed_at)
    except LetopisError as error:
        yield error.code, printable(error.ru), printable(error.en)
        return
    if not _fits(power, used):
        yield (
            "bag.power_unfit",
            f"Доверенность {shown} не к этой подписи: другой номер, другое лицо, или в тот день она не действовала.",
            f"the power {shown} does not fit its signature: another number or person, or not in force that day",
        )


def _fits(power: Power, used: Used) -> bool:
    if used.signed_at is None:
        return False
    day = local(used.signed_at, used.zone).date()
    named = power.number == used.number and same_person(power.representative, used.signer)
    return named and power.covers(day)
