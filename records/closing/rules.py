"""What the database itself refuses, as data: for each table the condition under which an operation is turned down.

Frozen rows neither change, nor appear, nor vanish; keys never change; versions are only appended. On SQLite
`OR REPLACE` deletes a row through any unique key and through the rowid, so INSERT and UPDATE are refused where
they would meet one (findings.md, Databases). Pure: text for guards.py; it touches no database.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MESSAGE = "letopis.frozen"


@dataclass(frozen=True, slots=True)
class Gate:
    """The rows `g` whose cutoff freezes others: what stands after FROM and, over {row}, after WHERE."""

    source: str
    where: str

    @property
    def cut(self) -> str:
        """The condition, over {row}, that one of them is cut."""
        return f"EXISTS (SELECT 1 FROM {self.source} WHERE {self.where} AND g.state = 'cut')"  # noqa: S608

    @property
    def lock(self) -> str:
        """PostgreSQL: a cutoff waits for edits that are under way, and they for it (design.md, findings.md)."""
        return f"PERFORM 1 FROM {self.source} WHERE {self.where} FOR SHARE OF g;"


@dataclass(frozen=True, slots=True)
class Rule:
    """The refusals of one table. `frozen` and `lock` are SQL over {row}.

    `keys` never change; what is `once` filled never changes; `unique` lists the unique keys through which
    OR REPLACE could delete; `deny` adds refusals an operation, over NEW, OLD and {differs}, a NULL-safe <>.
    """

    table: str
    frozen: str
    keys: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...]
    lock: str = ""
    guards_insert: bool = True
    once: tuple[str, ...] = ()
    deny: dict[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What the database says when it refuses."""
        return f"{MESSAGE}: {self.table}"

    def refusals(self, dialect: str) -> dict[str, str]:
        """Operation -> SQL condition under which it is refused."""
        sqlite = dialect == "sqlite"
        differs = "IS NOT" if sqlite else "IS DISTINCT FROM"
        old, new = self.frozen.format(row="OLD"), self.frozen.format(row="NEW")
        insert = [new] if self.guards_insert else []
        update = [old, *insert, *self._changed(differs)]
        if sqlite:
            # The rowid is one more unique key; an INSERT that names none has -1 there.
            insert += [self._meets(key) for key in (*self.unique, ("rowid",))]
            update += [f"{self._meets(key)[:-1]} AND {self._is_other})" for key in self.unique[1:]]
            update.append("NEW.rowid IS NOT OLD.rowid")
        conditions = {"INSERT": insert, "UPDATE": update, "DELETE": [old]}
        for operation, condition in self.deny.items():
            conditions[operation].append(condition.format(differs=differs))
        return {op: " OR ".join(f"({c})" for c in found) for op, found in conditions.items() if found}

    def _changed(self, differs: str) -> list[str]:
        moved = [f"NEW.{column} {differs} OLD.{column}" for column in self.keys]
        filled = [f"OLD.{c} IS NOT NULL AND NEW.{c} {differs} OLD.{c}" for c in self.once]
        return [*moved, *filled]

    def _meets(self, key: tuple[str, ...]) -> str:
        match = " AND ".join(f"x.{column} = NEW.{column}" for column in key)
        return f"EXISTS (SELECT 1 FROM {self.table} x WHERE {match})"  # noqa: S608

    @property
    def _is_other(self) -> str:
        return "NOT (" + " AND ".join(f"x.{k} = OLD.{k}" for k in self.unique[0]) + ")"


_S = "school_id"
_JP = (_S, "journal_id", "period_id")
_ALWAYS = "1 = 1"
_NEVER_GONE = {"DELETE": _ALWAYS}

# --- What freezes -----------------------------------------------------------------------------------------

_HERE = "g.school_id = {row}.school_id AND "
_JOURNAL = Gate(
    "journal_period g", _HERE + "g.journal_id = {row}.journal_id AND g.period_id = {row}.period_id"
)
_YEAR = Gate("class_year g", _HERE + "g.class_id = {row}.class_id")
_PERIOD = Gate("journal_period g", _HERE + "g.period_id = {row}.id")
_YEAR_OF_CLASS = Gate("class_year g", _HERE + "g.class_id = {row}.id")
_YEAR_OF_JOURNAL = Gate(
    "class_year g JOIN journal j ON j.school_id = g.school_id AND j.class_id = g.class_id",
    _HERE + "j.id = {row}.journal_id",
)
_YEAR_OF_SUBGROUP = Gate(
    "class_year g JOIN subgroup s ON s.school_id = g.school_id AND s.class_id = g.class_id",
    _HERE + "s.id = {row}.subgroup_id",
)
_ANY_PERIOD_OF_JOURNAL = Gate("journal_period g", _HERE + "g.journal_id = {row}.id")
_ANY_PERIOD_OF_CLASS = Gate(
    "journal_period g JOIN journal j ON j.school_id = g.school_id AND j.id = g.journal_id",
    _HERE + "j.class_id = {row}.id",
)
_SELF_CUT = "{row}.state = 'cut'"

# --- What is refused beside -------------------------------------------------------------------------------

_LESSON_OUTSIDE = (
    "NOT EXISTS (SELECT 1 FROM period p WHERE p.school_id = NEW.school_id AND p.id = NEW.period_id "
    "AND NEW.date BETWEEN p.starts AND p.ends)"
)
# Bounds do not move while a lesson is written.
_LESSON_LOCK = (
    _JOURNAL.lock + " PERFORM 1 FROM period p WHERE p.school_id = {row}.school_id "
    "AND p.id = {row}.period_id FOR SHARE;"
)
_PERIOD_LOSES_LESSON = (
    "EXISTS (SELECT 1 FROM lesson l WHERE l.school_id = NEW.school_id AND l.period_id = NEW.id "
    "AND (l.date < NEW.starts OR l.date > NEW.ends))"
)
# Else lessons of an open period could be given dates that lie behind a cutoff.
_PERIOD_OVER_CUT_ONE = (
    "EXISTS (SELECT 1 FROM period p JOIN journal_period g ON g.school_id = p.school_id AND g.period_id = p.id "
    "WHERE p.school_id = NEW.school_id AND p.year_id = NEW.year_id AND p.kind = NEW.kind AND p.id <> NEW.id "
    "AND p.starts <= NEW.ends AND p.ends >= NEW.starts AND g.state = 'cut')"
)
# A correction is of what can no longer be edited, and what its record shows is complete (ADR 18).
_AMENDS_NOTHING_CUT = (
    "NOT EXISTS (SELECT 1 FROM journal_period g WHERE g.school_id = NEW.school_id "
    "AND g.journal_id = NEW.journal_id AND g.period_id = NEW.period_id AND g.state = 'cut') "
    "AND NOT EXISTS (SELECT 1 FROM amendment a JOIN class_year g ON g.school_id = a.school_id "
    "AND g.class_id = a.class_id WHERE a.school_id = NEW.school_id AND a.id = NEW.amendment_id "
    "AND NEW.period_id IS NULL AND g.state = 'cut')"
)
_AMENDS_AFTERWARDS = (
    "EXISTS (SELECT 1 FROM record r JOIN amendment a ON a.school_id = r.school_id "
    "AND r.identity = a.kind || '/' || a.id WHERE a.school_id = NEW.school_id AND a.id = NEW.amendment_id)"
)
_UNSIGNED = (
    "OLD.state IN ('signed', 'declined') AND (NEW.state <> 'replaced' "
    "OR CAST(NEW.certificate AS text) {differs} CAST(OLD.certificate AS text))"
)


def _versions(table: str, gate: Gate, keys: tuple[str, ...]) -> Rule:
    key = (*keys, "seq")
    return Rule(table, gate.cut, key, (key,), gate.lock, deny={"UPDATE": _ALWAYS, "DELETE": _ALWAYS})


RULES: tuple[Rule, ...] = (
    Rule(
        "lesson",
        _JOURNAL.cut,
        (_S, "id", "journal_id", "period_id"),
        ((_S, "id"), (*_JP, "date", "number")),
        _LESSON_LOCK,
        deny={"INSERT": _LESSON_OUTSIDE, "UPDATE": _LESSON_OUTSIDE},
    ),
    Rule(
        "lesson_column",
        _JOURNAL.cut,
        (_S, "id", "journal_id", "period_id", "lesson_id"),
        ((_S, "id"), (*_JP, "lesson_id", "position")),
        _JOURNAL.lock,
    ),
    _versions("mark_version", _JOURNAL, (*_JP, "column_id", "pupil_id")),
    _versions("period_mark", _JOURNAL, (*_JP, "pupil_id")),
    _versions("year_mark", _YEAR, (_S, "class_id", "journal_id", "pupil_id", "kind")),
    _versions("council_decision", _YEAR, (_S, "class_id", "pupil_id")),
    Rule("remark", _YEAR.cut, (_S, "id", "class_id"), ((_S, "id"),), _YEAR.lock),
    Rule(
        "membership",
        _YEAR.cut,
        (_S, "id", "class_id", "pupil_id"),
        ((_S, "id"), (_S, "class_id", "pupil_id", "arrived")),
        _YEAR.lock,
    ),
    Rule(
        "subgroup_member",
        _YEAR_OF_SUBGROUP.cut,
        (_S, "subgroup_id", "pupil_id"),
        ((_S, "subgroup_id", "pupil_id"),),
        _YEAR_OF_SUBGROUP.lock,
    ),
    Rule(
        "journal_period",
        _SELF_CUT,
        (*_JP, "seed"),
        (_JP,),
        _YEAR_OF_JOURNAL.lock,
        guards_insert=False,
        deny={"INSERT": _YEAR_OF_JOURNAL.cut.format(row="NEW")},
    ),
    Rule("class_year", _SELF_CUT, (_S, "class_id", "seed"), ((_S, "class_id"),), guards_insert=False),
    Rule(
        "period",
        _PERIOD.cut,
        (_S, "id", "year_id"),
        ((_S, "id"), (_S, "year_id", "kind", "number")),
        _PERIOD.lock,
        deny={
            "INSERT": _PERIOD_OVER_CUT_ONE,
            "UPDATE": f"{_PERIOD_LOSES_LESSON} OR {_PERIOD_OVER_CUT_ONE}",
        },
    ),
    Rule(
        "journal",
        _YEAR.cut,  # before that a journal may get another teacher
        (_S, "id", "class_id", "subject_id", "subgroup_id"),
        ((_S, "id"), (_S, "class_id", "position")),
        _YEAR.lock,
        deny={"DELETE": _ANY_PERIOD_OF_JOURNAL.cut.format(row="OLD")},
    ),
    Rule(
        "school_class",
        _YEAR_OF_CLASS.cut,
        (_S, "id", "year_id"),
        ((_S, "id"), (_S, "year_id", "name")),
        _YEAR_OF_CLASS.lock,
        deny={"DELETE": _ANY_PERIOD_OF_CLASS.cut.format(row="OLD")},
    ),
    Rule(
        "amendment",
        _ALWAYS,
        (_S, "id"),
        ((_S, "id"), (_S, "class_id", "seq"), (_S, "class_id", "kind", "number")),
        guards_insert=False,
    ),
    Rule(
        "amended_value",
        _ALWAYS,
        (_S, "amendment_id", "position"),
        ((_S, "amendment_id", "position"),),
        guards_insert=False,
        deny={"INSERT": f"{_AMENDS_NOTHING_CUT} OR {_AMENDS_AFTERWARDS}"},
    ),
    Rule(
        "compromise",
        "{row}.state = 'closed'",
        (_S, "id", "account", "login", "person_id", "number", "reason", "since", "learned_at", "reported_by"),
        ((_S, "id"), (_S, "number")),
        guards_insert=False,
        once=("told_director_at", "told_support_at", "restored_at"),
        deny=_NEVER_GONE,
    ),
    Rule(
        "compromised_operation",
        "{row}.remedy IS NOT NULL",
        (_S, "compromise_id", "reference", "deed", "at", "verdict"),
        ((_S, "compromise_id", "reference"),),
        guards_insert=False,
        once=("answered_by", "answered_at", "answer"),
        deny=_NEVER_GONE,
    ),
    Rule("snapshot", _ALWAYS, (_S, "record_id"), ((_S, "record_id"),), guards_insert=False),
    Rule(
        "record",
        "{row}.state = 'destroyed'",
        (
            *(_S, "id", "kind", "identity", "revision", "replaces_id"),
            *("class_id", "year_id", "journal_id", "period_id"),
        ),
        ((_S, "id"), (_S, "identity", "revision")),
        guards_insert=False,
        once=(
            *("replaced_by_id", "rendition_sha256", "rendition_size"),
            *("sealed_sha256", "sealed_size", "sealed_at", "bag_digest"),
        ),
        deny=_NEVER_GONE,
    ),
    Rule(
        "signature_request",
        "{row}.state = 'replaced'",
        (_S, "record_id", "position", "person_id", "role", "field", "level", "asked_key"),
        ((_S, "record_id", "position"),),
        guards_insert=False,
        once=(
            *("signed_at", "revision_sha256", "revision_size", "signed_by", "order_no"),
            *("declined_at", "reason", "due", "power"),
        ),
        deny={"UPDATE": _UNSIGNED, "DELETE": _ALWAYS},
    ),
    Rule(
        "power_of_attorney",
        "{row}.revoked_at IS NOT NULL",
        (_S, "number", "person_id", "xml", "cms", "issuers", "issued", "until", "registered_at"),
        ((_S, "number"),),
        guards_insert=False,
        deny=_NEVER_GONE,
    ),
)
