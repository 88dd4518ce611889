"""Pages of one's own signing keys: make one in this browser or bring a token's, let a further one in, revoke one.

The browser's part is webui/static/keys: it makes the key and signs with it; a token's is `letopis token`. No private
key comes here.
"""

from __future__ import annotations

from flask import Response as Answer
from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.errors import InputError
from signing.enrolment import Certificate, Held, own_key, revoke
from signing.registration import admit, begin, begin_code, complete, complete_code
from webui.access import installation, visitor
from webui.files import given_file
from webui.keys.blueprint import blueprint
from webui.keys.powers import own_powers
from webui.keys.reading import holding_keys, own_keys
from webui.keys.words import REASONS, WORDS
from webui.keys.words_powers import WORDS as POWERS
from webui.language import words_of
from webui.moments import now
from webui.told import octets_of, spelled, text_of, told


@blueprint.get("/keys")
def own() -> str:
    """My keys, and how another is made."""
    workshop, person, at = installation().workshop, visitor().person, now()
    return render_template(
        "keys/own.html",
        words=words_of(WORDS),
        of_powers=words_of(POWERS),
        keys=own_keys(workshop, person, at),
        powers=own_powers(workshop, person, at),
        reasons=REASONS,
        Held=Held,
    )


@blueprint.get("/keys/new")
def new() -> str:
    """Make a key in this browser; or, where there is one already, get a code for a further one elsewhere."""
    keys = holding_keys(installation().workshop, visitor().person, now(), Held.BROWSER)
    return render_template("keys/new.html", words=words_of(WORDS), keys=keys)


@blueprint.post("/keys/new/question")
def ask_new() -> Answer:
    """Take the code and the public key; what the key has to sign, for the page's program."""
    workshop, found = installation().workshop, told()
    with workshop.transaction() as session:
        which, asked = begin(
            session,
            visitor().actor,
            workshop.authority,
            text_of(found, "code"),
            octets_of(found, "key"),
            text_of(found, "label"),
            now(),
            workshop.entropy,
        )
    return jsonify(request=which, asked=spelled(asked))


@blueprint.post("/keys/new")
def add() -> Answer:
    """Take the new key's signature and certify it."""
    workshop, found = installation().workshop, told()
    with workshop.transaction() as session:
        complete(
            session,
            visitor().actor,
            workshop.authority,
            text_of(found, "request"),
            octets_of(found, "signature"),
            now(),
            workshop.entropy,
        )
    flash(words_of(WORDS)["added"], "good")
    return jsonify(on=url_for("keys.own"))


@blueprint.post("/keys/token")
def add_token() -> Response:
    """Take the request that a token made, and certify its key."""
    workshop, request_file = installation().workshop, given_file("request")
    with workshop.transaction() as session:
        admit(
            session,
            visitor().actor,
            workshop.authority,
            request_file,
            request.form.get("label", ""),
            now(),
            workshop.entropy,
        )
    flash(words_of(WORDS)["added_token"], "good")
    return redirect(url_for("keys.own"))


@blueprint.post("/keys/code/question")
def ask_code() -> Answer:
    """What one of my keys has to sign so that it lets a further one in."""
    workshop, certificate = installation().workshop, text_of(told(), "certificate")
    with workshop.transaction() as session:
        which, asked = begin_code(session, visitor().actor, certificate, now(), workshop.entropy)
    return jsonify(request=which, asked=spelled(asked))


@blueprint.post("/keys/code")
def give_code() -> Answer:
    """A code for my further key, shown once."""
    workshop, found = installation().workshop, told()
    which, signature = text_of(found, "request"), octets_of(found, "signature")
    with workshop.transaction() as session:
        code = complete_code(session, visitor().actor, which, signature, now(), workshop.entropy)
    return jsonify(code=code)


@blueprint.post("/keys/<certificate>/revoke")
def revoke_own(certificate: str) -> Response:
    """Revoke one of my keys."""
    workshop, asking = installation().workshop, visitor()
    with workshop.transaction() as session:
        row = own_key(session, asking.actor, certificate)
        revoke(session, asking.actor, workshop.authority, [row], reason(), now(), workshop.entropy)
    flash(revoked_words(row), "good")
    return redirect(url_for("keys.own"))


def revoked_words(row: Certificate) -> str:
    """What came of it: only its own authority revokes a certificate of another."""
    return words_of(WORDS)["ended_now" if row.held == Held.QUALIFIED else "revoked_now"]


def reason() -> str:
    """Why a key is revoked, as the form says. Raises InputError key.reason."""
    chosen = request.form.get("reason", "")
    if chosen not in REASONS:
        raise InputError("key.reason", "Выберите, почему ключ отзывается.", "choose why the key is revoked")
    return chosen
