"""Signing what is ticked among «Мои дела», all at once, with keys that the server holds. It signs nothing itself.

What is shown is what is signed: each line names the digest of its file, and the worker compares it again. What asks for
another key than the way that was taken (ADR 37) is left out of a batch, and named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from records.actor import Actor
from records.errors import InputError
from records.school.signing_rules import AskedKey
from retention.signatures import ask_signatures
from retention.steps.question import Question, put_question
from retention.waiting import Waiting, waiting_for
from signing.enrolment import GOOD, Held
from webui.access import Permission, installation, load_records, visitor
from webui.closing.blueprint import blueprint, to_batch
from webui.closing.words import WORDS
from webui.closing.words_keys import WORDS as KEYS
from webui.keys.reading import holding_keys
from webui.language import words_of
from webui.moments import now
from webui.visitor import Post


def waiting_now() -> tuple[Waiting, ...]:
    """What waits for the visitor, for themselves or in the place of another by order."""
    asking = visitor()
    return waiting_for(installation().workshop, asking.person, asking.stands(Permission.RECORD_SIGN))


def ways(waiting: Sequence[Waiting]) -> tuple[Held, ...]:
    """Where the visitor's keys are that are good enough for what waits, first those that are for most of it.

    One page has both the keys of a browser and the qualified ones, unless something asks for КЭП alone.
    """
    mine = at_hand()
    if Held.BROWSER in mine and all(one.asks is not AskedKey.QUALIFIED for one in waiting):
        mine = tuple(held for held in mine if held is not Held.QUALIFIED)
    good = {held: sum(held in GOOD[one.asks] for one in waiting) for held in mine}
    return tuple(sorted((held for held in mine if good[held]), key=lambda held: -good[held]))


def at_hand() -> tuple[Held, ...]:
    """Where the keys are that the visitor can sign with: their own; the server's for whoever holds none, if it may."""
    workshop = installation().workshop
    with workshop.reading() as session:
        server_keys = workshop.policy(session).server_keys
    mine = {key.held for key in holding_keys(workshop, visitor().person, now())}
    own = tuple(held for held in Held if held in mine)
    return own or ((Held.SERVER,) if server_keys else (Held.BROWSER,))


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


def still_waiting(seen: Mapping[str, str]) -> list[Waiting]:
    """Of the chosen, what waits as it was shown."""
    return [one for one in waiting_now() if seen.get(one.record) == one.file]


def sorted_out(mine: Sequence[Waiting], *held: Held) -> tuple[list[Waiting], list[Waiting]]:
    """Of what waits, what keys that are held there are good enough for, and what they are not."""
    good = [one for one in mine if GOOD[one.asks] & {*held}]
    return good, [one for one in mine if one not in good]


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


def put_questions(certificate: str, seen: Mapping[str, str]) -> list[tuple[str, Question]]:
    """Ask the visitor's own key with that certificate about each of the chosen: the record and its question."""
    workshop = installation().workshop
    return [
        (record, put_question(workshop, actor, certificate, record, file, order, now()))
        for actor, order, of_post in in_posts(seen)
        for record, file in of_post.items()
    ]


def nothing_chosen() -> Response:
    """Back to the list, with a word."""
    flash(words_of(WORDS)["nothing_chosen"], "bad")
    return redirect(url_for("closing.tasks"))


@blueprint.post("/tasks/sign")
def sign() -> Response:
    """Have every chosen record signed with the visitor's key that the server holds; what asks for another is left."""
    seen = chosen(request.form.getlist("file"))
    _, left = sorted_out(still_waiting(seen), Held.SERVER)
    said = words_of(KEYS)
    for one in left:
        flash(f"{said['not_signed']}: {one.title} — {said[f'asks_{one.asks}']}", "warn")
        del seen[one.record]
    if not seen:
        return nothing_chosen()
    workshop, batch = installation().workshop, None
    for actor, order, of_post in in_posts(seen):
        batch = ask_signatures(workshop, actor, of_post, now(), order, batch)
    return to_batch(batch or "")
