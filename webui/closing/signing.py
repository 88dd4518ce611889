"""Signing what is ticked among «Мои дела», all at once, with keys that the server holds. It signs nothing itself.

What is shown is what is signed: each line names the digest of its file, and the worker compares it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from records.actor import Actor
from records.errors import InputError
from retention.signatures import ask_signatures
from retention.waiting import Waiting, waiting_for
from webui.access import Permission, installation, load_records, visitor
from webui.closing.blueprint import blueprint, to_batch
from webui.closing.words import WORDS
from webui.keys.reading import holding_keys
from webui.language import words_of
from webui.moments import now
from webui.visitor import Post


def waiting_now() -> tuple[Waiting, ...]:
    """What waits for the visitor, for themselves or in the place of another by order."""
    asking = visitor()
    return waiting_for(installation().workshop, asking.person, asking.stands(Permission.RECORD_SIGN))


def signs_by_key() -> bool:
    """Whether the visitor signs with a key of their own: they have one, or the school lets none lie on the server."""
    workshop = installation().workshop
    with workshop.reading() as session:
        server_keys = workshop.policy(session).server_keys
    return not server_keys or bool(holding_keys(workshop, visitor().person, now()))


def chosen(lines: list[str]) -> dict[str, str]:
    """Record -> digest of the file that was shown, of lines `record:digest`. Raises InputError; 403 out of reach."""
    parts = [line.partition(":") for line in lines]
    seen = {record: digest for record, _, digest in parts}
    reached = {door.record for door in load_records(Permission.RECORD_SIGN, seen)}
    if not seen.keys() <= reached:
        abort(403)
    if len(seen) < len(parts):
        raise InputError("sign.twice", "Документ отмечен дважды.", "a record was chosen twice")
    return seen


def in_posts(seen: Mapping[str, str]) -> Iterator[tuple[Actor, str, dict[str, str]]]:
    """The chosen by the post in which the visitor signs them: the actor, the order's number, record -> digest."""
    asking = visitor()
    turns = {one.record: (one.person, one.role) for one in waiting_now()}
    by_post: dict[Post | None, dict[str, str]] = {}
    for door in load_records(Permission.RECORD_SIGN, seen):
        # Nobody's turn, or their own: whoever asks for the signature says which.
        post = next(
            (p for p in door.posts if p.order_no and (p.holder, p.role) == turns.get(door.record)), None
        )
        by_post.setdefault(post, {})[door.record] = seen[door.record]
    for post, of_post in by_post.items():
        actor, order = (asking.acting(post), post.order_no or "") if post else (asking.actor, "")
        yield actor, order, of_post


def nothing_chosen() -> Response:
    """Back to the list, with a word."""
    flash(words_of(WORDS)["nothing_chosen"], "bad")
    return redirect(url_for("closing.tasks"))


@blueprint.post("/tasks/sign")
def sign() -> Response:
    """Have every chosen record signed with the visitor's key that the server holds."""
    seen = chosen(request.form.getlist("file"))
    if not seen:
        return nothing_chosen()
    workshop, batch = installation().workshop, None
    for actor, order, of_post in in_posts(seen):
        batch = ask_signatures(workshop, actor, of_post, now(), order, batch)
    return to_batch(batch or "")
