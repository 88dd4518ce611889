"""Attacks on signed files, for tests: revisions appended by a stranger, and the reason of a refusal."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from records.registers.kinds import RecordKind
from signing.errors import Reason, SignatureInvalid
from signing.report import Expectation, expect
from signing.trust import Trust
from signing.validate import validate
from tests.signing.chains import chain_of
from tests.signing.making import AT, HOUR

JOURNAL = chain_of(RecordKind.PERIOD_JOURNAL)
TODAY = AT + 5 * HOUR
BOTH = expect(JOURNAL, [None, None])


def reason(pdf: bytes, expected: Expectation, trust: Trust, at: datetime = TODAY) -> Reason:
    with pytest.raises(SignatureInvalid) as error:
        validate(pdf, expected, trust, at)
    return error.value.reason


def appended(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], object]) -> bytes:
    """The file with one more revision, made as any program would."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


class Unnoticed(IncrementalPdfFileWriter):
    """Appends a revision without touching metadata, so that one change comes alone."""

    def _update_meta(self) -> None:
        pass


def appended_alone(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], object]) -> bytes:
    writer = Unnoticed(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()
