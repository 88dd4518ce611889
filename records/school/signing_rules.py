"""Who signs which kind of record, in what order, with what key, seen or not, within how many days: by school policy.

The place of a signature gives its level: the last one adds the archive timestamp (PAdES B-LTA, EN 319 142-1, clause 6),
because a record is kept for longer than any certificate is valid; those before it carry their own proofs (B-LT), and
the archive timestamp covers them. A level may be written down, but no other one is taken. Which key a step asks for
is the school's to say (63-ФЗ, статья 5: kinds of signatures). JSON in, rules or every fault out; a snapshot keeps what
it was composed by. Pure: it knows no certificate and no file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from records.actor import Role
from records.digest import Json
from records.registers.kinds import RecordKind

DAYS: Final = 5  # working days
LONGEST: Final = 60
LEVELS: Final = ("PAdES-B-B", "PAdES-B-T", "PAdES-B-LT", "PAdES-B-LTA")
Fault = tuple[str, str]


class AskedKey(StrEnum):
    """Which key is good enough for a signature: any, one that the signer alone holds, or a qualified one (КЭП)."""

    ANY = "any"
    OWN = "own"
    QUALIFIED = "qualified"


@dataclass(frozen=True, slots=True)
class SigningRule:
    """The roles in the order of signing, whether the page shows their marks, and the working days of each turn.

    `days` None sets no last day; `keys` names the roles that not any key will do for.
    """

    signers: tuple[Role, ...]
    visible: bool = True
    days: int | None = DAYS
    keys: Mapping[Role, AskedKey] = field(default_factory=dict)

    @property
    def with_any_key(self) -> tuple[Role, ...]:
        """The roles that a key on the server may sign for."""
        return tuple(role for role in self.signers if role not in self.keys)


_OF_ACTS: Final = SigningRule((Role.TEACHER, Role.DEPUTY_HEAD))
DEFAULT_RULES: Final[Mapping[RecordKind, SigningRule]] = {
    RecordKind.PERIOD_JOURNAL: SigningRule((Role.TEACHER, Role.DEPUTY_HEAD)),
    RecordKind.CLASS_JOURNAL: SigningRule((Role.CLASS_TEACHER, Role.DEPUTY_HEAD, Role.DIRECTOR)),
    RecordKind.SUMMARY_SHEET: SigningRule((Role.CLASS_TEACHER, Role.DIRECTOR)),
    RecordKind.CORRECTION_ACT: _OF_ACTS,
    RecordKind.SUPPLEMENT: _OF_ACTS,
    # One signature, that of whoever ordered the report: signed_by() puts their role here.
    RecordKind.SIGNATURE_REPORT: SigningRule((Role.DEPUTY_HEAD,)),
}
_OF_CLASS: Final = (Role.CLASS_TEACHER, Role.DEPUTY_HEAD, Role.DIRECTOR)
_OF_ONE: Final = (Role.TEACHER, *_OF_CLASS)
MAY_SIGN: Final[Mapping[RecordKind, tuple[Role, ...]]] = {
    RecordKind.PERIOD_JOURNAL: _OF_ONE,
    # A record of a whole class has no teacher of its own.
    RecordKind.CLASS_JOURNAL: _OF_CLASS,
    RecordKind.SUMMARY_SHEET: _OF_CLASS,
    RecordKind.CORRECTION_ACT: _OF_ONE,
    RecordKind.SUPPLEMENT: _OF_ONE,
    RecordKind.SIGNATURE_REPORT: (Role.DEPUTY_HEAD, Role.DIRECTOR),
}
_KEYS: Final = {"steps", "visible", "days"}
_OF_STEP: Final = {"role", "key", "level"}


def read_rules(data: Mapping[str, Any]) -> Mapping[RecordKind, SigningRule]:
    """The rule of every kind; what a school leaves out is the default. The data have no faults."""
    return {
        kind: _rule(data[kind], default) if kind in data else default
        for kind, default in DEFAULT_RULES.items()
    }


def _rule(data: Mapping[str, Any], default: SigningRule) -> SigningRule:
    visible, days = data.get("visible", default.visible), data.get("days", default.days)
    if "steps" not in data:
        return SigningRule(default.signers, visible, days)
    asked = {Role(step["role"]): AskedKey(step.get("key", AskedKey.ANY)) for step in data["steps"]}
    return SigningRule(tuple(asked), visible, days, _not_any(asked))


def _not_any(asked: Mapping[Role, AskedKey]) -> dict[Role, AskedKey]:
    return {role: key for role, key in asked.items() if key is not AskedKey.ANY}


def signed_by(rule: SigningRule, role: Role) -> SigningRule:
    """The rule of a report that whoever holds this role ordered: they alone sign it."""
    return replace(rule, signers=(role,))


def frozen(kind: RecordKind, rule: SigningRule) -> dict[str, Json]:
    """What a snapshot's `policy` says of it: nothing of the default, which v1 began with."""
    default = DEFAULT_RULES[kind]
    if (rule.signers, rule.visible, rule.keys) == (default.signers, default.visible, default.keys):
        return {}
    keys: dict[str, Json] = {role.value: key.value for role, key in rule.keys.items()}
    said: dict[str, Json] = {"roles": [role.value for role in rule.signers], "visible": rule.visible}
    return {"signatures": {**said, "keys": keys} if keys else said}


def rule_in(snapshot: Mapping[str, Any]) -> SigningRule:
    """Who signs the record of a snapshot, as frozen there. Raises ValueError, KeyError, TypeError for a damaged one."""
    kind, said = RecordKind(snapshot["kind"]), snapshot["policy"].get("signatures")
    if said is None:
        return DEFAULT_RULES[kind]
    signers = tuple(Role(role) for role in said["roles"])
    if not signers or len(set(signers)) < len(signers):
        raise ValueError("no signers, or one of them twice")
    keys = {Role(role): AskedKey(key) for role, key in said.get("keys", {}).items()}
    if not keys.keys() <= {*signers} or AskedKey.ANY in keys.values():
        raise ValueError("a key is asked of nobody, or no key")
    return SigningRule(signers, bool(said["visible"]), keys=keys)


def faults(data: Mapping[str, Json]) -> Iterator[Fault]:
    """What is wrong in the rules that a school sets, place by place, in both languages."""
    for name, rule in data.items():
        path = f"signatures.{name}"
        if not isinstance(rule, dict) or not rule.keys() <= _KEYS:
            yield _fault(path, "здесь могут стоять только steps, visible и days", "only steps, visible, days")
            continue
        if not isinstance(rule.get("visible", True), bool):
            yield _fault(f"{path}.visible", "нужно true или false", "must be true or false")
        days = rule.get("days", DAYS)
        if days is not None and not (type(days) is int and 1 <= days <= LONGEST):
            yield _fault(
                f"{path}.days", f"нужно число от 1 до {LONGEST} или null", f"1 to {LONGEST}, or null"
            )
        if "steps" in rule:
            yield from _step_faults(RecordKind(name), f"{path}.steps", rule["steps"])


def _step_faults(kind: RecordKind, path: str, steps: Json) -> Iterator[Fault]:
    if kind is RecordKind.SIGNATURE_REPORT:
        yield _fault(path, "отчёт подписывает тот, кто его заказал", "whoever ordered a report signs it")
        return
    if not isinstance(steps, list) or not steps:
        yield _fault(path, "нужна хотя бы одна подпись", "at least one signature is needed")
        return
    seen = set[str]()
    for place, step in enumerate(steps):
        where = f"{path}[{place}]"
        if not isinstance(step, dict) or "role" not in step or not step.keys() <= _OF_STEP:
            yield _fault(
                where,
                "нужны role и, если хотите, key и level",
                "must have a role and may have a key and a level",
            )
            continue
        role = step["role"]
        if role not in MAY_SIGN[kind]:
            known = ", ".join(MAY_SIGN[kind])
            yield _fault(
                where,
                f"{_short(role)} не подписывает такие документы; могут: {known}",
                f"{_short(role)} does not sign such records; these may: {known}",
            )
        elif role in seen:
            yield _fault(where, f"{role} подписывает дважды", f"{role} signs twice")
        else:
            seen.add(str(role))
        if step.get("key", AskedKey.ANY) not in list(AskedKey):
            known, given = ", ".join(AskedKey), _short(step["key"])
            yield _fault(where, f"ключа {given} нет; есть: {known}", f"no key {given}; there are {known}")
        if "level" in step:
            yield from _level_faults(where, step["level"], steps, place)


def _level_faults(where: str, level: Json, steps: Sequence[Json], place: int) -> Iterator[Fault]:
    is_last = place == len(steps) - 1
    wanted = LEVELS[-1] if is_last else LEVELS[-2]
    if level not in LEVELS:
        known = ", ".join(LEVELS)
        yield _fault(
            where,
            f"уровня {_short(level)} нет; есть: {known}",
            f"no level {_short(level)}; there are {known}",
        )
    elif level != wanted and is_last:
        yield _fault(
            where,
            f"последняя подпись может быть только {wanted}: документ хранится дольше сертификатов",
            f"the last signature must be {wanted}: a record outlives its certificates",
        )
    elif level != wanted:
        yield _fault(
            where,
            f"до последней подписи уровень {wanted}: архивный штамп времени ставится один раз, в конце",
            f"before the last one it is {wanted}: the archive timestamp comes once, at the end",
        )


def _fault(path: str, ru: str, en: str) -> Fault:
    return f"{path} — {ru}", f"{path}: {en}"


def _short(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)[:40]
