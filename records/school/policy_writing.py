"""Changes a school's policy: the policy that was seen, the one that is wanted, and an event that tells both apart.

What is wanted was checked by policy_text.py. Records that are cut off keep the policy of their snapshot.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from records.actor import Actor
from records.digest import Json, canonical, sha256
from records.errors import InputError, StateError
from records.identity import Entropy
from records.log.audit import EventKind, append_event
from records.school.policy_text import changes
from records.school.tables import School


def digest_of(policy: Mapping[str, Json]) -> str:
    """What a page names the policy by that it showed."""
    return sha256(canonical(dict(policy)))


def _brief(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


def change_policy(
    session: Session, actor: Actor, wanted: Mapping[str, Json], seen: str, at: datetime, entropy: Entropy
) -> None:
    """Put the wanted policy in force if the one that was seen still is. Raises InputError, StateError."""
    school = session.get_one(School, actor.school, with_for_update=True)
    before: dict[str, Json] = dict(school.policy)  # type: ignore[arg-type]
    if digest_of(before) != seen:
        raise StateError(
            "policy.changed_meanwhile",
            "Политику тем временем изменил другой сотрудник. Откройте страницу заново: ничего не сохранено.",
            "somebody else has changed the policy meanwhile; reload the page, nothing was stored",
        )
    differing = changes(before, wanted)
    if not differing:
        raise InputError("policy.same", "Изменений нет.", "nothing would change")
    school.policy = dict(wanted)
    subject: dict[str, Json] = {
        "changed": [
            f"{path}: {_brief(old)} → {_brief(new)}" for path, (old, new) in sorted(differing.items())
        ],
        "before": seen,
        "after": digest_of(wanted),
    }
    append_event(session, actor.school, EventKind.POLICY_CHANGED, actor, at, subject, entropy)
