"""Keys and signed checkpoints go both ways: what we sign Go's sumdb/note opens, what it signs we open."""

from __future__ import annotations

import pytest

from records.log.errors import NoteError
from records.log.note import NoteSigner, parse_signer, sign_note
from records.log.treehead import parse_and_verify, sign
from tests.conformance.golog.golog import ask, opening, signing
from tests.conformance.golog.grown import grow
from tests.records.log.trees import ORIGIN, SIGNER

HEAD = grow(5).head(5)
KEY = SIGNER.verifier().text()
WITNESS = NoteSigner("witness.example/founder", bytes(range(1, 33)))
OTHER_KEY = NoteSigner(ORIGIN, bytes(32))


def test_go_opens_our_checkpoint() -> None:
    (answer,) = ask([opening(sign(HEAD, SIGNER).note, KEY)])
    assert answer.text == HEAD.text()


def test_go_opens_the_checkpoint_of_a_log_with_a_russian_name() -> None:
    signer = NoteSigner("школа-16.рф/летопись", bytes(range(32)))
    (answer,) = ask([opening(sign_note("текст\n", signer), signer.verifier().text())])
    assert answer.text == "текст\n"


def test_we_open_the_checkpoint_that_go_signed() -> None:
    (answer,) = ask([signing(HEAD.text(), SIGNER.text())])
    assert parse_and_verify(answer.note, SIGNER.verifier()).head == HEAD


def test_go_signs_the_very_bytes_that_we_sign() -> None:
    (answer,) = ask([signing(HEAD.text(), SIGNER.text())])
    assert answer.note == sign(HEAD, SIGNER).note


@pytest.mark.parametrize("keys", [(SIGNER, WITNESS), (WITNESS, SIGNER)], ids=["first", "last"])
def test_we_open_a_checkpoint_that_go_cosigned_as_a_witness(keys: tuple[NoteSigner, ...]) -> None:
    (answer,) = ask([signing(HEAD.text(), *(key.text() for key in keys))])
    assert parse_and_verify(answer.note, SIGNER.verifier()).head == HEAD


def test_a_secret_key_is_the_same_to_both() -> None:
    (answer,) = ask([signing("text\n", parse_signer(WITNESS.text()).text())])
    assert answer.note == sign_note("text\n", WITNESS)


def changed(note: str) -> list[str]:
    """The note with each of its characters replaced, and cut after each."""
    swapped = [note[:n] + ("x" if c != "x" else "y") + note[n + 1 :] for n, c in enumerate(note)]
    return [*swapped, *(note[:n] for n in range(len(note)))]


def test_go_opens_no_altered_checkpoint() -> None:
    notes = changed(sign(HEAD, SIGNER).note)
    assert [
        note for note, said in zip(notes, ask(opening(n, KEY) for n in notes), strict=True) if said.text
    ] == []


def test_we_open_no_altered_checkpoint() -> None:
    for note in changed(sign(HEAD, SIGNER).note):
        with pytest.raises(NoteError):
            parse_and_verify(note, SIGNER.verifier())


@pytest.mark.parametrize("signer", [WITNESS, OTHER_KEY], ids=["another name", "another key of the name"])
def test_go_does_not_open_the_note_of_another_key(signer: NoteSigner) -> None:
    (answer,) = ask([opening(sign_note(HEAD.text(), signer), KEY)])
    assert answer.refused == "note has no verifiable signatures"
