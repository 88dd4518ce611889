"""An anchor goes into the QR code and comes back; anything else is not a code of ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.anchor import Anchor, parse_code
from records.errors import InputError

LOG, DIGEST = "letopis.example/school-16", "d" * 64
IDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz234567", min_size=20, max_size=20)
DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(st.integers(0, 2**53), IDS, DIGESTS)
def test_what_is_printed_is_read_back(index: int, record: str, digest: str) -> None:
    anchor = Anchor(LOG, index, record, digest)
    assert parse_code(LOG, anchor.code()) == anchor


def test_the_short_form_can_be_typed() -> None:
    assert Anchor(LOG, 7, "r" * 20, DIGEST).words() == "rrrrrrrrrrrrrrrrrrrr · 7 · dddddddddddddddd"


@pytest.mark.parametrize(
    "code",
    [
        "",
        "https://letopis.example",
        f"LETOPIS:2:r:7:{DIGEST}",
        f"letopis:1:r:7:{DIGEST}",
        f"LETOPIS:1:r:-7:{DIGEST}",
        f"LETOPIS:1:r:seven:{DIGEST}",
        "LETOPIS:1:r:7",
        f"LETOPIS:1:r:7:{DIGEST}:more",
        f"LETOPIS:1:r:²:{DIGEST}",
        f"LETOPIS:1::7:{DIGEST}",
        f"LETOPIS:1:r:{'9' * 5000}:{DIGEST}",
        "LETOPIS:1:r:7:dd",
        f"LETOPIS:1:r:7:{DIGEST.upper()}",
        f"LETOPIS:1:r:7:{DIGEST}\n",
    ],
)
def test_anything_else_is_refused(code: str) -> None:
    with pytest.raises(InputError, match=r"^anchor\.code"):
        parse_code(LOG, code)
