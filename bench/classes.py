"""A made-up school of many classes: each is class 9А of the samples under another name, with pupils of its own.

The teachers are the same in every class. It measures nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bench.school import empty_school, enrol_signers, opened, read_sample, store
from records.school.imports.model import ImportedClass, ImportedPupil

LETTERS = "АБВГДЕЖИКЛ"
FIRST_GRADE = 5


@contextmanager
def school_with_classes(count: int, journals: int | None) -> Iterator[Path]:
    """The folder of a demo installation with `count` classes of `journals` journals each (None: all of them)."""
    sample = read_sample()
    with empty_school() as data:
        with opened(data) as workshop:
            for number in range(count):
                store(workshop, make_up(sample, number, journals))
            enrol_signers(workshop)
        yield data


def class_name(number: int) -> str:
    """The name of a made-up class: 5А, 5Б … 5Л, 6А …"""
    grade, letter = divmod(number, len(LETTERS))
    return f"{FIRST_GRADE + grade}{LETTERS[letter]}"


def make_up(sample: ImportedClass, number: int, journals: int | None) -> ImportedClass:
    """The class of that number."""
    return replace(
        sample,
        class_name=class_name(number),
        pupils=tuple(_other(pupil, number) for pupil in sample.pupils),
        journals=sample.journals[:journals],
    )


def _other(pupil: ImportedPupil, number: int) -> ImportedPupil:
    """A namesake who is not taken for the same pupil."""
    born = pupil.birth_date - timedelta(days=number) if pupil.birth_date else None
    return replace(pupil, birth_date=born, file_no=f"{number}-{pupil.file_no}" if pupil.file_no else None)
