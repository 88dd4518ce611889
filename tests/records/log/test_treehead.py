"""C2SP tlog-checkpoint: tree heads to checkpoints and back; the vector is the one in the specification."""

from __future__ import annotations

import base64

import pytest

from records.log.errors import NoteError
from records.log.note import NoteSigner, sign_note
from records.log.treehead import TreeHead, parse_and_verify, sign
from tests.records.log.trees import ORIGIN, SIGNER, tree

HEAD = tree(7).head(7)
SPECIFIED = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
ROOT = base64.b64encode(bytes(32)).decode()


def test_the_text_of_a_head_is_that_of_the_specification() -> None:
    root = base64.b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    assert TreeHead("example.com/behind-the-sofa", 20852163, root).text() == SPECIFIED


def test_a_signed_head_comes_back() -> None:
    signed = sign(HEAD, SIGNER)
    assert parse_and_verify(signed.note, SIGNER.verifier()) == signed


def test_cosignatures_stay_with_the_head() -> None:
    signed = sign(HEAD, SIGNER)
    witness = sign_note(HEAD.text(), NoteSigner("witness.example/igor", bytes(32)))
    note = signed.note + witness.removeprefix(HEAD.text() + "\n")
    assert parse_and_verify(note, SIGNER.verifier()).note == note


def test_a_head_of_another_size_under_the_same_signature_is_refused() -> None:
    note = sign(HEAD, SIGNER).note.replace("\n7\n", "\n8\n")
    with pytest.raises(NoteError, match=r"^log\.note\.signature"):
        parse_and_verify(note, SIGNER.verifier())


def test_a_key_does_not_sign_for_another_log() -> None:
    with pytest.raises(NoteError, match=r"^log\.head\.origin"):
        sign(TreeHead("letopis.example/another", 7, HEAD.root), SIGNER)


def test_a_head_of_another_log_under_our_key_is_refused() -> None:
    with pytest.raises(NoteError, match=r"^log\.head\.origin"):
        parse_and_verify(sign_note(SPECIFIED, SIGNER), SIGNER.verifier())


def test_extension_lines_are_passed_over() -> None:
    note = sign_note(HEAD.text() + "an extension\n", SIGNER)
    assert parse_and_verify(note, SIGNER.verifier()).head == HEAD


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n",
        f"{ORIGIN}\n7\n",
        f"{ORIGIN}\n07\n{ROOT}\n",
        f"{ORIGIN}\n-7\n{ROOT}\n",
        f"{ORIGIN}\n٧\n{ROOT}\n",
        f"{ORIGIN}\n{'9' * 5000}\n{ROOT}\n",
        f"{ORIGIN}\n7\n{ROOT[4:]}\n",
        f"{ORIGIN}\n7\nnot base64\n",
        f"{ORIGIN}\n7\n{ROOT}\n\nafter an empty line\n",
        f"\n7\n{ROOT}\n",
    ],
)
def test_a_signed_text_that_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError, match=r"^log\.head\.form"):
        parse_and_verify(sign_note(text, SIGNER), SIGNER.verifier())
