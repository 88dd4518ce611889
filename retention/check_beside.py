"""† What lies in a foreign bag beside its payload: Streebog digests (streebog.py), powers of attorney (powers.py).

Both are asked for by the record itself, by a GOST signature and by record.json. It reads values and judges no signature
of the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from records.errors import LetopisError
from retention import powers, streebog
from retention.checked import Under
from retention.foreign import ForeignBag
from retention.paths import printable
from retention.verification.report import Problem
from signing.power import Power
from signing.report import SignatureFacts
from signing.trust import Trust

_SHOWN: Final = 200  # characters of an organisation's name


def check_beside(
    bag: ForeignBag,
    pdf: bytes,
    description: Mapping[str, Any],
    signatures: Sequence[SignatureFacts],
    zone: str,
    trust: Trust,
) -> Iterator[Problem | Under]:
    """What is wrong there, and the powers that hold.

    Raises LookupError, TypeError or ValueError for a description that is damaged.
    """
    yield from _streebog(bag, pdf)
    by_field = {one.field: one for one in signatures}
    for stated in description.get("signatures", ()):
        if "power" not in stated:
            continue
        number, made = str(stated["power"]), by_field[stated["field"]]
        used = powers.Used(number, made.signer, made.proven_at or made.claimed_at, zone)
        found = powers.judge(used, bag.tags, trust)
        if isinstance(found, Power):
            yield Under(
                made.field, found.number, printable(found.principal.name[:_SHOWN]), found.principal.ogrn
            )
        else:
            yield Problem("", "", printable(powers.names(number[:40])[0]), *found)


def _streebog(bag: ForeignBag, pdf: bytes) -> Iterator[Problem]:
    try:
        gost = streebog.has_gost(pdf)
    except LetopisError:
        return  # told already
    if gost and (found := streebog.fault(bag.payload, bag.tags.get(streebog.NAME))):
        yield Problem("", "", streebog.NAME, *found)
