"""The errors of retention, grouped by whose fault they are: the bag's, the location's, or the step's.

A damaged copy found by a check is a Finding (findings.py), not an error: an error stops an operation.
"""

from __future__ import annotations

from typing import ClassVar

from records.errors import LetopisError


class RetentionError(LetopisError):
    """Keeping, checking or repairing refuses or fails."""


class PathError(RetentionError):
    """A path that must not be written, read or believed: it leaves the tree or is no text."""


class BagError(RetentionError):
    """What was given is not a whole, untouched bag, or cannot become one."""

    exit_code: ClassVar[int] = 1


class LocationError(RetentionError):
    """A location cannot do what was asked: it is away, full, or read-only."""


class AbsentError(LocationError):
    """Nothing stands at this path."""


class OccupiedError(LocationError):
    """Something else already stands where a file or bag was to be written once."""


class StagingError(RetentionError):
    """Staged bytes are gone or wrong in every location."""

    exit_code: ClassVar[int] = 1


class RepairError(RetentionError):
    """A copy cannot be written or rebuilt; what was there is kept."""

    exit_code: ClassVar[int] = 1
