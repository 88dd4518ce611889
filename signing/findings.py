"""Gathers what the steps of a validation find, in their order, so that one failure does not hide the next.

A step raises SignatureInvalid; here it becomes a value. It judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from signing.errors import SignatureInvalid
from signing.reading import damage_is_coded


class Findings:
    """The findings so far, in the order in which they were made."""

    def __init__(self) -> None:
        self._found: list[SignatureInvalid] = []

    @property
    def found(self) -> tuple[SignatureInvalid, ...]:
        """All of them."""
        return tuple(self._found)

    def add(self, finding: SignatureInvalid) -> None:
        """Enter one."""
        self._found.append(finding)

    def gather(self, step: Iterable[SignatureInvalid]) -> None:
        """Enter what a step finds; damage on which it breaks off is one finding more."""
        with self.kept():
            for finding in step:
                self._found.append(finding)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Within the block the first SignatureInvalid ends the block and is entered; so is any other damage."""
        try:
            with damage_is_coded():
                yield
        except SignatureInvalid as error:
            self._found.append(error)
