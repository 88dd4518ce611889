"""What a refused command must look like: one message for a person, the code in brackets, no traceback."""

from __future__ import annotations

from tests.flow.site import Ran


def refusal(ran: Ran) -> str:
    """The code of the one message of a refused command."""
    lines = ran.err.splitlines()
    assert "Traceback" not in ran.err
    assert len(lines) == 1, ran.err
    assert ran.out == ""
    return lines[0].rpartition(" [")[2].rstrip("]")
