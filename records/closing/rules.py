"""What the database itself refuses, as data: for each table the condition under which an operation is turned down.

Frozen rows neither change, nor appear, nor vanish; keys never change; versions are only appended. On SQLite
`OR REPLACE` deletes a row through any unique key, so INSERT and UPDATE are refused where they would meet one
(findings.md, Databases). Pure: text for guards.py; it touches no database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

MESSAGE = "letopis.frozen"

_JOURNAL_CUT = (
    "EXISTS (SELECT 1 FROM journal_period g WHERE g.school_id = {row}.school_id "
    "AND g.journal_id = {row}.journal_id AND g.period_id = {row}.period_id AND g.state = 'cut')"
)
_YEAR_CUT = (
    "EXISTS (SELECT 1 FROM class_year g WHERE g.school_id = {row}.school_id "
    "AND g.class_id = {row}.class_id AND g.state = 'cut')"
)
_PERIOD_CUT = (
    "EXISTS (SELECT 1 FROM journal_period g WHERE g.school_id = {row}.school_id "
    "AND g.period_id = {row}.id AND g.state = 'cut')"
)
_ANY_OF_JOURNAL_CUT = (
    "EXISTS (SELECT 1 FROM journal_period g WHERE g.school_id = {row}.school_id "
    "AND g.journal_id = {row}.id AND g.state = 'cut')"
)
_SELF_CUT = "{row}.state = 'cut'"
_ALWAYS = "1 = 1"
_NEVER = "1 = 0"
_LESSON_OUTSIDE = (
    "NOT EXISTS (SELECT 1 FROM period p WHERE p.school_id = NEW.school_id AND p.id = NEW.period_id "
    "AND NEW.date BETWEEN p.starts AND p.ends)"
)
_PERIOD_LOSES_LESSON = (
    "EXISTS (SELECT 1 FROM lesson l WHERE l.school_id = NEW.school_id AND l.period_id = NEW.id "
    "AND (l.date < NEW.starts OR l.date > NEW.ends))"
)
# A cutoff waits for edits that are under way, and they for it (design.md, findings.md).
_LOCKS = {
    _JOURNAL_CUT: "\n    PERFORM 1 FROM journal_period g WHERE g.school_id = NEW.school_id "
    "AND g.journal_id = NEW.journal_id AND g.period_id = NEW.period_id FOR SHARE;",
    _YEAR_CUT: "\n    PERFORM 1 FROM class_year g WHERE g.school_id = NEW.school_id "
    "AND g.class_id = NEW.class_id FOR SHARE;",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """The refusals of one table. `frozen` is a condition over {row}; `keys` are columns that never change.

    `unique` lists the unique keys through which OR REPLACE could delete; `deny` adds refusals an operation.
    """

    table: str
    frozen: str
    keys: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...]
    guards_insert: bool = True
    deny: dict[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What the database says when it refuses."""
        return f"{MESSAGE}: {self.table}"

    def lock(self, operation: str) -> str:
        """The row lock that an edit takes on its period on PostgreSQL."""
        return _LOCKS.get(self.frozen, "") if operation != "DELETE" else ""

    def refusals(self, dialect: str) -> dict[str, str]:
        """Operation -> SQL condition under which it is refused."""
        sqlite = dialect == "sqlite"
        insert = [self.frozen.format(row="NEW")] if self.guards_insert else []
        update = [self.frozen.format(row="OLD"), self._keys_changed(sqlite)]
        if self.guards_insert:
            update.append(self.frozen.format(row="NEW"))
        if sqlite:
            insert += [self._meets(key, lambda _: None) for key in self.unique]
            update += [self._meets(key, self._is_other) for key in self.unique[1:]]
        conditions = {"INSERT": insert, "UPDATE": update, "DELETE": [self.frozen.format(row="OLD")]}
        for operation, condition in self.deny.items():
            conditions[operation].append(condition)
        return {op: " OR ".join(f"({c})" for c in found) for op, found in conditions.items() if found}

    def _keys_changed(self, sqlite: bool) -> str:
        differs = "IS NOT" if sqlite else "IS DISTINCT FROM"
        return " OR ".join(f"NEW.{k} {differs} OLD.{k}" for k in self.keys)

    def _meets(self, key: tuple[str, ...], other: Callable[[str], str | None]) -> str:
        match = [f"x.{column} = NEW.{column}" for column in key]
        match += [extra for extra in (other("x"),) if extra]
        return f"EXISTS (SELECT 1 FROM {self.table} x WHERE {' AND '.join(match)})"  # noqa: S608  # our own names

    def _is_other(self, alias: str) -> str:
        return "NOT (" + " AND ".join(f"{alias}.{k} = OLD.{k}" for k in self.unique[0]) + ")"


def _versions(table: str, frozen: str, keys: tuple[str, ...]) -> Rule:
    key = (*keys, "seq")
    return Rule(table, frozen, key, (key,), deny={"UPDATE": _ALWAYS, "DELETE": _ALWAYS})


_S = "school_id"
_JP = (_S, "journal_id", "period_id")

RULES: tuple[Rule, ...] = (
    Rule(
        "lesson",
        _JOURNAL_CUT,
        (_S, "id", "journal_id", "period_id"),
        ((_S, "id"), (*_JP, "date", "number")),
        deny={"INSERT": _LESSON_OUTSIDE, "UPDATE": _LESSON_OUTSIDE},
    ),
    Rule(
        "lesson_column",
        _JOURNAL_CUT,
        (_S, "id", "journal_id", "period_id", "lesson_id"),
        ((_S, "id"), (*_JP, "lesson_id", "position")),
    ),
    _versions("mark_version", _JOURNAL_CUT, (*_JP, "column_id", "pupil_id")),
    _versions("period_mark", _JOURNAL_CUT, (*_JP, "pupil_id")),
    _versions("year_mark", _YEAR_CUT, (_S, "class_id", "journal_id", "pupil_id", "kind")),
    Rule("remark", _YEAR_CUT, (_S, "id", "class_id"), ((_S, "id"),)),
    Rule("membership", _YEAR_CUT, (_S, "id", "class_id", "pupil_id"), ((_S, "id"),)),
    Rule("journal_period", _SELF_CUT, (*_JP, "seed"), (_JP,), guards_insert=False),
    Rule("class_year", _SELF_CUT, (_S, "class_id", "seed"), ((_S, "class_id"),), guards_insert=False),
    Rule(
        "period",
        _PERIOD_CUT,
        (_S, "id", "year_id"),
        ((_S, "id"), (_S, "year_id", "kind", "number")),
        deny={"UPDATE": _PERIOD_LOSES_LESSON},
    ),
    Rule(
        "journal",
        _NEVER,  # the teacher of a journal may change in the middle of the year
        (_S, "id", "class_id", "subject_id", "subgroup_id"),
        ((_S, "id"), (_S, "class_id", "position")),
        guards_insert=False,
        deny={"DELETE": _ANY_OF_JOURNAL_CUT.format(row="OLD")},
    ),
    Rule("snapshot", _ALWAYS, (_S, "record_id"), ((_S, "record_id"),), guards_insert=False),
    Rule(
        "record",
        "{row}.state = 'destroyed'",
        (_S, "id", "kind", "identity", "revision"),
        ((_S, "id"), (_S, "identity", "revision")),
        guards_insert=False,
        deny={"DELETE": _ALWAYS},
    ),
    Rule(
        "signature_request",
        _NEVER,
        (_S, "record_id", "position", "person_id"),
        ((_S, "record_id", "position"),),
        guards_insert=False,
        deny={
            "UPDATE": "OLD.state = 'signed' AND (NEW.state <> 'replaced' OR "
            "NEW.revision_sha256 <> OLD.revision_sha256)",
            "DELETE": _ALWAYS,
        },
    ),
)
