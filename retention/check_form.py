"""Checks a printed form from anywhere: its data are read, it is printed anew, and the pages are compared.

A form is no record: it is not in the log, nothing vouches for what it says, and no signature in it is judged. A page
that says something else than the form's data is a coded problem. It is called through check.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from records.documents.agreement import Disagreement
from records.documents.attachment import embedded_form
from records.documents.forms.twin import read_twin
from records.documents.reprint import reprinted


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """Which form a file is, its title, and where its pages differ from its data; None: not compared."""

    name: str
    title: str
    differences: Sequence[Disagreement] | None


def check_form(pdf: bytes) -> CheckedForm | None:
    """What a printed form says of itself; None for a file that is none.

    Raises InputError (form.broken, form.pages) when its data or its pages cannot be read.
    """
    data = embedded_form(pdf)
    if data is None:
        return None
    twin = read_twin(data)
    return CheckedForm(twin.form.TEMPLATE, twin.form.title, reprinted(pdf, twin))
