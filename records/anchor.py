"""The anchor: where in the log a snapshot's digest stands. Printed on every page, in words and as a QR code.

A value and its text form; it neither finds nor proves anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from records.errors import InputError

_CODE = re.compile(r"LETOPIS:1:([^:]+):([0-9]{1,18}):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Log (C2SP origin), index of the leaf, record id and snapshot digest (SHA-256, 64 hex digits)."""

    log: str
    index: int
    record: str
    digest: str

    def code(self) -> str:
        """The content of the QR code: `LETOPIS:1:<record>:<index>:<digest>`."""
        return f"LETOPIS:1:{self.record}:{self.index}:{self.digest}"

    def words(self) -> str:
        """The short form a person can type: `<record> · <index> · <first 16 digits of the digest>`."""
        return f"{self.record} · {self.index} · {self.digest[:16]}"


def parse_code(log: str, code: str) -> Anchor:
    """The anchor that a QR code names. Raises InputError when it is not one of ours."""
    found = _CODE.fullmatch(code)
    if found is None:
        raise InputError("anchor.code", f"Это не код Летописи: {code!r}.", f"not a Letopis code: {code!r}")
    record, index, digest = found.groups()
    return Anchor(log, int(index), record, digest)
