"""Notes the statements that a block runs in the database: of every engine, since readers have their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from sqlalchemy import Engine, event

Run: TypeAlias = "tuple[str, Any]"


@contextmanager
def noted() -> Iterator[list[str]]:
    """The questions (SELECT, WITH) that are asked inside the block, in order."""
    asked: list[str] = []

    def note(statement: str, _values: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked.append(statement)

    with _told_to(note):
        yield asked


@contextmanager
def noted_with_values() -> Iterator[list[Run]]:
    """Every statement of the block with its values, as the driver gets them, in order."""
    run: list[Run] = []
    with _told_to(lambda statement, values: run.append((statement, values))):
        yield run


@contextmanager
def _told_to(note: Callable[[str, object], None]) -> Iterator[None]:
    def heard(_connection: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        note(statement, values)

    event.listen(Engine, "before_cursor_execute", heard)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", heard)
