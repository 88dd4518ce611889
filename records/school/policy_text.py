"""A school's policy as a text that people change: JSON in, the policy that School.policy may hold out, or every fault.

Only what the school sets stands in it; the rest is the default (policy.py). A term is never set shorter than the
default, which is the law's. What a rule does is not said here, nor who may change it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import Final

from records.actor import Role
from records.digest import Json
from records.errors import InputError
from records.registers.kinds import RecordKind
from records.school.policy import Policy
from records.school.signing_rules import Fault
from records.school.signing_rules import faults as signing_faults

LONGEST: Final = 20_000  # characters of the text
_LONGEST_WORD: Final = 200
_THIRTEEN: Final = re.compile(r"[0-9]{13}")
_Check = Callable[[Json], bool]


class SiteRule(StrEnum):
    """Keys of the policy that the site reads: of whom a second factor, of whom a passkey, whether by letter."""

    SECOND_FACTOR = "second_factor"
    PASSKEY = "passkey"
    FORGOTTEN_PASSWORD = "forgotten_password"  # noqa: S105


def _is_word(value: Json) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST_WORD and value.isprintable()


def _is_flag(value: Json) -> bool:
    return isinstance(value, bool)


def _is_map(value: Json) -> bool:
    return isinstance(value, dict)


def _number(least: int, most: int) -> _Check:
    return lambda value: type(value) is int and least <= value <= most


def _or_null(check: _Check) -> _Check:
    return lambda value: value is None or check(value)


def _list(check: _Check) -> _Check:
    return lambda value: isinstance(value, list) and len(value) <= 400 and all(map(check, value))


def _map(key: _Check, check: _Check) -> _Check:
    return lambda value: isinstance(value, dict) and all(key(k) and check(v) for k, v in value.items())


def _one_of(*words: str) -> _Check:
    return lambda value: value in words


def _is_day(value: Json) -> bool:
    try:
        return bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def _is_ogrn(value: Json) -> bool:
    """Thirteen digits, the last of them the control digit (Минфин, приказ 30.10.2017 № 165н)."""
    if not isinstance(value, str) or not _THIRTEEN.fullmatch(value):
        return False
    return int(value[:-1]) % 11 % 10 == int(value[-1])


_DEFAULT: Final = Policy()
_ROLE: Final = _one_of(*Role)
_DAYS: Final = _number(-30, 366)
_MARK: Final = _one_of(*_DEFAULT.scale.marks)

# Path -> what may stand there. A path of one name whose value is not listed further is checked whole.
_ALLOWED: Final[Mapping[str, _Check]] = {
    "labels": _map(_one_of(*_DEFAULT.labels), _is_word),
    "roles": _map(_ROLE, _is_word),
    "work_kinds": _map(_is_word, _is_word),
    "blocking": _list(_one_of(*_DEFAULT.blocking, "homework.missing", "decision.missing")),
    **{
        f"terms.{kind}.{name}": check
        for kind, term in _DEFAULT.terms.items()
        for name, check in (
            ("index", _is_word),
            ("heading", _is_word),
            ("years", _or_null(_number(term.years or 0, 100))),
            ("article", _is_word),
        )
    },
    "scale.marks": _list(_is_word),
    "scale.special": _list(_is_word),
    "scale.absences": _list(_is_word),
    "scale.late": _list(_is_word),
    "scale.aliases": _map(_is_word, _is_word),
    **{
        f"deadlines.{name}": _DAYS
        for name in ("lesson_days", "homework_days", "written_days", "written_days_senior", "period_days")
    },
    "deadlines.senior_grade": _number(1, 12),
    "deadlines.written_kinds": _list(_is_word),
    "corrections.days": _or_null(_number(0, 366)),
    "corrections.entry_days": _or_null(_number(0, 366)),
    "corrections.until_period_mark": _is_flag,
    "proposal.weights": _map(_is_word, _number(1, 10)),
    "proposal.thresholds": _map(_is_word, _number(0, 1000)),
    "proposal.fewest": _number(1, 50),
    **{
        f"compromise.{name}": _number(0, 60)
        for name in ("tell_days", "notice_days", "access_days", "answer_days")
    },
    "compromise.weekend": _list(_number(0, 6)),
    "compromise.holidays": _list(_is_day),
    "masked_roles": _list(_ROLE),
    "server_keys": _is_flag,
    "ogrn": _is_ogrn,
    **{f"signatures.{kind}": _is_map for kind in RecordKind},
    SiteRule.SECOND_FACTOR.value: _list(_ROLE),
    SiteRule.PASSKEY.value: _list(_ROLE),
    SiteRule.FORGOTTEN_PASSWORD.value: _is_flag,
}
_GROUPS: Final = {path.rpartition(".")[0] for path in _ALLOWED if "." in path} | {"terms"}
# Set at all, it is set with all that belongs to it.
_WHOLE: Final = {f"terms.{kind}" for kind in _DEFAULT.terms}
_OF_SITE: Final[Mapping[SiteRule, Json]] = {
    SiteRule.SECOND_FACTOR: [],
    SiteRule.PASSKEY: [],
    SiteRule.FORGOTTEN_PASSWORD: True,
}


def read_text(text: str) -> dict[str, Json]:
    """The policy that the text sets. Raises InputError that names every place that is wrong."""
    faults = list(_faults(text))
    if faults:
        raise InputError(
            "policy.wrong",
            f"Политика не изменена. Неверно: {'; '.join(ru for ru, _ in faults)}.",
            f"the policy was not changed; wrong: {'; '.join(en for _, en in faults)}",
        )
    found: dict[str, Json] = json.loads(text)
    return found


def _faults(text: str) -> Iterator[Fault]:
    try:
        found = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        yield "JSON", "JSON"
        return
    wrong = [(path, path) for path in _wrong(found)]
    wrong = wrong or list(signing_faults(found.get("signatures", {})))
    yield from wrong or ((what, what) for what in _unfit(found))


def _wrong(found: Mapping[str, Json], above: str = "") -> Iterator[str]:
    for name, value in found.items():
        path = f"{above}{name}"
        if path in _GROUPS and isinstance(value, dict):
            yield from _wrong(value, f"{path}.")
        elif path not in _ALLOWED or not _ALLOWED[path](value):
            yield path
    for path in _WHOLE:
        if above == f"{path}." and len(found) < sum(known.startswith(above) for known in _ALLOWED):
            yield path


def _unfit(found: dict[str, Json]) -> Iterator[str]:
    """Whether the parts fit each other: the policy can be read, and the rule proposes marks that there are."""
    try:
        policy = Policy.from_json(found)
    except (KeyError, TypeError, ValueError) as error:
        yield str(error)
        return
    if not {mark for mark, _ in policy.proposal.thresholds} <= set(policy.scale.marks):
        yield "proposal.thresholds"


def spelled(policy: Mapping[str, Json]) -> str:
    """The text of a policy, as it is shown to be changed."""
    return json.dumps(policy, ensure_ascii=False, indent=2, sort_keys=True)


def values(policy: Mapping[str, Json]) -> dict[str, Json]:
    """Path -> the value in force, whether the school set it or it is the default."""
    whole: dict[str, Json] = json.loads(json.dumps(asdict(Policy.from_json(policy)), default=_plain))
    whole |= {key.value: policy.get(key.value, default) for key, default in _OF_SITE.items()}
    return dict(_flat(whole))


def _plain(value: object) -> Json:
    return sorted(map(str, value)) if isinstance(value, frozenset | set) else str(value)


def _flat(found: Mapping[str, Json], above: str = "") -> Iterator[tuple[str, Json]]:
    for name, value in found.items():
        path = f"{above}{name}"
        if path in _GROUPS and isinstance(value, dict):
            yield from _flat(value, f"{path}.")
        else:
            yield path, value


def changes(before: Mapping[str, Json], after: Mapping[str, Json]) -> dict[str, tuple[Json, Json]]:
    """Path -> the value before and after, of everything in force that differs."""
    old, new = values(before), values(after)
    return {path: (old.get(path), new[path]) for path in new if old.get(path) != new[path]}
