"""The peer of a saved cell: a bare Flask view that reads JSON, commits one row by SQLAlchemy and answers JSON.

It asks for no visitor, right, token, deadline or version, and tells no log: what a framework costs, and a commit.
"""

from __future__ import annotations

from flask import Flask, request
from sqlalchemy import create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    """The mapping base of the peer's one table."""


class Mark(Base):
    """A mark, and nothing about it."""

    __tablename__ = "bench_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    pupil: Mapped[str]
    value: Mapped[str]


def application(url: str) -> Flask:
    """The peer over a database of its own, which keeps a commit as durably as ours does."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _as_durable_as_ours)
    app = Flask("peer")

    @app.post("/cell")
    def save() -> dict[str, int]:
        given = request.get_json()
        with Session(engine) as session, session.begin():
            mark = Mark(pupil=given["pupil"], value=given["value"])
            session.add(mark)
            session.flush()
            return {"id": mark.id}

    return app


def make_table(url: str) -> None:
    """The peer's table, made before its processes begin."""
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()


def _as_durable_as_ours(connection: object, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=60000"):
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]
