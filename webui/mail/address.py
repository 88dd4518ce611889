"""What is taken as an e-mail address: plain ASCII, one line, no way to add a header or a second recipient.

Pure. Narrower than RFC 5321 4.1.2 on purpose: no quoted local part, no literal host.
"""

from __future__ import annotations

import re

from records.errors import InputError

LONGEST = 254  # RFC 3696, erratum 1690
_ADDRESS = re.compile(
    r"[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


def check_address(text: str) -> str:
    """The address, its host in small letters. Raises InputError `mail.address`."""
    found = text.strip()
    if len(found) > LONGEST or not _ADDRESS.fullmatch(found):
        raise InputError(
            "mail.address",
            "Это не похоже на адрес электронной почты: нужно, например, ivanova@school.example.",
            "this is no e-mail address; give for instance ivanova@school.example",
        )
    local, _, host = found.rpartition("@")
    return f"{local}@{host.lower()}"
