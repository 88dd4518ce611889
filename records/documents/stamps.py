"""The frames that a closing keeps for the marks of its signatures: one for each role that the snapshot lets sign.

Snapshot v1 in, stamps out; none where the school's rule shows no marks. Pure; frame.py paints them.
"""

from __future__ import annotations

from typing import Final

from records.actor import Role
from records.documents import wording as say
from records.documents.model import Stamp
from records.documents.reading import Node, maybe
from records.errors import InputError
from records.school.signing_rules import rule_in

_NAMES: Final = {
    Role.TEACHER: "Учитель",
    Role.DEPUTY_HEAD: "Заместитель директора",
    Role.DIRECTOR: "Директор",
}


def signature_stamps(snapshot: Node) -> tuple[Stamp, ...]:
    """A frame for each signer in order; whom the snapshot names stands in theirs. Raises InputError."""
    try:
        rule = rule_in(snapshot)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise InputError(
            "documents.signers",
            f"Снимок не говорит, кто подписывает документ: {problem}.",
            f"the snapshot does not say who signs the record: {problem}",
        ) from problem
    return tuple(_stamp(snapshot, role) for role in rule.signers) if rule.visible else ()


def _stamp(snapshot: Node, role: Role) -> Stamp:
    person = maybe(snapshot, role.value) if role in (Role.TEACHER, Role.CLASS_TEACHER) else None
    name = say.initials(say.person(snapshot, person)) if person else ""
    if role is Role.CLASS_TEACHER:
        return Stamp(say.label(snapshot, role.value, "Классный руководитель"), name)
    return Stamp(say.role(snapshot, role.value, _NAMES[role]), name)
