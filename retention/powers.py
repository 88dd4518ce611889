"""The powers of attorney in a record's bag: beside each signature made under one, its XML and its detached signature.

Three tag files a power (RFC 8493, 2.2.4), named by its number, which record.json gives with the signature: what the
school relied on goes with the record, whoever asks in 25 years. Here they are held against the signature they stand
for: number, term, representative, and that the organisation signed the XML, by whose certificate the trust given leads
to. Whether the power or that certificate was recalled that day nobody can tell from a bag (ADR 36). Pure: empowered.py
asks the register.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from records.errors import LetopisError
from records.times import local
from retention.paths import printable
from retention.verification.report import Fault
from signing.identity import same_person
from signing.power import Power
from signing.power_signature import PowerFiles, check_kept
from signing.trust import Trust


@dataclass(frozen=True, slots=True)
class Used:
    """A power that a signature names: its number, who signed, when if it says so, and where the school's days begin."""

    number: str
    signer: str
    signed_at: datetime | None
    zone: str


def names(number: str) -> tuple[str, str, str]:
    """The tag files of a power: its XML, the signature over it, and the certificates above the signer's (PEM)."""
    return f"power-{number}.xml", f"power-{number}.xml.sig", f"power-{number}.issuers.pem"


def judge(used: Used, tags: Mapping[str, bytes], trust: Trust) -> Power | Fault:
    """What a power in the bag says, or what is wrong with it: code, Russian, English."""
    shown = printable(used.number[:40])
    xml, cms, issuers = map(tags.get, names(used.number))
    if xml is None or cms is None:
        return (
            "bag.power_missing",
            f"Подпись поставлена по доверенности {shown}, а её файлов в пакете нет.",
            f"a signature was made under the power {shown}, and the bag has not its files",
        )
    if used.signed_at is None:
        return _unfit(shown)
    try:
        power = check_kept(PowerFiles(xml, cms, issuers or b""), trust, used.signed_at)
    except LetopisError as error:
        return (
            "bag.power_unproven",
            f"Не доказано, что доверенность {shown} дала её организация. {printable(error.ru)}",
            f"that its organisation gave the power {shown} is not proven: {printable(error.en)}",
        )
    named = power.number == used.number and same_person(power.representative, used.signer)
    if not named or not power.covers(local(used.signed_at, used.zone).date()):
        return _unfit(shown)
    return power


def _unfit(shown: str) -> Fault:
    return (
        "bag.power_unfit",
        f"Доверенность {shown} не к этой подписи: другой номер, другое лицо, или в тот день она не действовала.",
        f"the power {shown} does not fit its signature: another number or person, or not in force that day",
    )
