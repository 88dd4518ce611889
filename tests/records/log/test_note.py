"""C2SP signed-note: keys and notes, against the vectors of Go's sumdb/note (note_test.go)."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.log.errors import NoteError
from records.log.note import NoteSigner, NoteVerifier, open_note, parse_signer, parse_verifier, sign_note

VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
LINE = (
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
NOTE = f"{TEXT}\n{LINE}"
PETER = parse_verifier(VKEY)
ENOCH = NoteSigner("EnochRoot", bytes(range(32)))


def test_a_signature_is_that_of_the_reference_implementation() -> None:
    assert sign_note(TEXT, parse_signer(SKEY)) == NOTE


def test_a_note_of_the_reference_implementation_opens() -> None:
    assert open_note(NOTE, PETER) == TEXT


def test_keys_keep_their_text_form() -> None:
    assert (PETER.text(), parse_signer(SKEY).text()) == (VKEY, SKEY)


def test_the_public_half_of_a_signer_is_the_verifier() -> None:
    assert parse_signer(SKEY).verifier() == PETER


def test_a_signer_does_not_show_its_seed() -> None:
    assert repr(parse_signer(SKEY)) == f"NoteSigner({VKEY})"


def test_no_part_of_a_verifier_is_a_verifier() -> None:
    parts = {VKEY[i:j] for i in range(len(VKEY)) for j in range(i + 1, len(VKEY) + 1)} - {VKEY}
    for part in sorted(parts):
        with pytest.raises(NoteError, match=r"^log\.note\.key"):
            parse_verifier(part)


@pytest.mark.parametrize("place", range(len(VKEY)))
def test_a_mistyped_verifier_is_refused(place: int) -> None:
    altered = VKEY[:place] + chr(ord(VKEY[place]) + 1) + VKEY[place + 1 :]
    with pytest.raises(NoteError, match=r"^log\.note\.key"):
        parse_verifier(altered)


@pytest.mark.parametrize(
    "text",
    [
        VKEY,
        SKEY[:-4],
        SKEY.replace("c74f20a3", "c74f20a4"),
        SKEY.replace("+AYEK", "+BYEK"),
        SKEY.replace("PRIVATE+KEY+", "PRIVATE+KEY+ "),
    ],
)
def test_a_malformed_signer_is_refused(text: str) -> None:
    with pytest.raises(NoteError, match=r"^log\.note\.key"):
        parse_signer(text)


@pytest.mark.parametrize("name", ["", "two words", "plus+plus", "tab\t", "неразрывный\u00a0пробел", "a\nb"])
def test_a_name_that_would_not_survive_a_note_is_refused(name: str) -> None:
    with pytest.raises(NoteError, match=r"^log\.note\.name"):
        NoteVerifier(name, bytes(32))


def test_a_signature_of_an_unknown_key_is_passed_over() -> None:
    witness = sign_note(TEXT, ENOCH).removeprefix(TEXT + "\n")
    assert open_note(f"{TEXT}\n{witness}{LINE}", PETER) == TEXT


def test_a_key_of_the_same_name_is_unknown_all_the_same() -> None:
    with pytest.raises(NoteError, match=r"^log\.note\.unsigned"):
        open_note(sign_note(TEXT, NoteSigner("PeterNeumann", bytes(32))), PETER)


def test_a_note_without_our_signature_is_refused() -> None:
    with pytest.raises(NoteError, match=r"^log\.note\.unsigned"):
        open_note(NOTE, ENOCH.verifier())


def test_a_good_signature_does_not_excuse_a_bad_one_of_the_same_key() -> None:
    forged = f"— PeterNeumann {base64.b64encode(PETER.key_id + bytes(64)).decode()}\n"
    with pytest.raises(NoteError, match=r"^log\.note\.signature"):
        open_note(NOTE + forged, PETER)


def test_an_altered_text_is_refused() -> None:
    with pytest.raises(NoteError, match=r"^log\.note\.signature"):
        open_note(NOTE.replace("answer", "question"), PETER)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        TEXT,
        TEXT + "\n",
        "\n\n" + LINE,
        NOTE.removesuffix("\n"),
        NOTE.replace("— ", "- "),
        NOTE.replace("=\n", "\n"),
        NOTE.replace("\n\n", "\n\x01\n\n"),
        f"{TEXT}\n— PeterNeumann x08g\n",
        f"{TEXT}\n— PeterNeumann\n",
        f"{TEXT}\n—  x08go/ZJ\n",
        f"{TEXT}\n— PeterNeumann подпись\n",
        f"{'long' * 250_000}\n\n{LINE}",
    ],
)
def test_what_is_not_a_note_is_refused(note: str) -> None:
    with pytest.raises(NoteError, match=r"^log\.note\.form"):
        open_note(note, PETER)


def test_a_text_without_its_last_newline_is_not_signed() -> None:
    with pytest.raises(NoteError, match=r"^log\.note\.form"):
        sign_note("no newline", ENOCH)


@given(st.lists(st.text(st.characters(exclude_categories=["C"])), min_size=1))
def test_any_lines_survive_a_note(lines: list[str]) -> None:
    text = "x" + "\n".join(lines) + "\n"
    assert open_note(sign_note(text, ENOCH), ENOCH.verifier()) == text


@given(st.text())
def test_no_text_breaks_the_parser(text: str) -> None:
    with pytest.raises(NoteError):
        open_note(text, PETER)
