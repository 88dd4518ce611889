"""Checks a printed form from anywhere: its data are read, it is printed anew, and the pages are compared.

A form is no record: no signature in it is judged. An issued one has a code; that the log knows it, only the school's
own answer says (`letopis check --code`). A page that says something else than the form's data, and a code that is not
of these data, are coded problems. It is called through check.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from records.documents.agreement import Disagreement
from records.documents.attachment import embedded_form
from records.documents.forms.twin import commitment, read_twin
from records.documents.reprint import reprinted


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """Which form a file is, its title, the code of an issued one, and where its pages differ from its data.

    `differences` None: not compared. `fits` is whether the code is of these data.
    """

    name: str
    title: str
    code: str | None
    fits: bool
    differences: Sequence[Disagreement] | None


def check_form(pdf: bytes) -> CheckedForm | None:
    """What a printed form says of itself; None for a file that is none.

    Raises InputError (form.broken, form.pages) when its data or its pages cannot be read.
    """
    data = embedded_form(pdf)
    if data is None:
        return None
    twin = read_twin(data)
    code = twin.anchor.words() if twin.anchor else None
    fits = twin.anchor is None or twin.anchor.digest == commitment(twin.form)
    return CheckedForm(twin.form.TEMPLATE, twin.form.title, code, fits, reprinted(pdf, twin))
