"""The mark of a signature: its words, and that it keeps to the room which its frame leaves, whoever signs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.documents.faces import MISSING, REPERTOIRE, Face, Faces, Metrics
from records.documents.fonts import load_faces
from records.documents.frame import STAMP_PERSON_HEIGHT, STAMP_ROLE_HEIGHT
from records.documents.geometry import POINTS
from signing.credential import CertificateFacts
from signing.stamp import HEAD, Mark, grouped, paint_mark

FACES: Faces = {
    face: Metrics({letter: glyph for letter, glyph in metrics.glyphs.items() if letter in REPERTOIRE})
    for face, metrics in load_faces().items()
}
WIDE, NARROW, HEIGHT = 186.5, 122.1, 65.8
FACTS = CertificateFacts(
    sha256="0" * 64,
    serial="1e6b9364b651f20f94a920525fb611fc93c87",
    subject="CN=Лебедева Ирина Олеговна",
    name="Лебедева Ирина Олеговна",
    issuer="CN=Удостоверяющий центр школы",
    not_before=datetime(2025, 10, 26, 22, 0, tzinfo=UTC),
    not_after=datetime(2027, 1, 26, 22, 0, tzinfo=UTC),
)
MARK = Mark(FACTS, datetime(2025, 10, 27, 21, 30, tzinfo=UTC), "Europe/Moscow")
LONG = ("Константинопольская-Преображенская Александра-Елизавета Всеволодовна " * 2)[:120]
LETTERS = {
    face: {f"{glyph:04x}": letter for letter, (glyph, _) in metrics.glyphs.items()}
    for face, metrics in FACES.items()
}


def lines(painted: bytes) -> list[tuple[str, float, float, float]]:
    """What is written: the words, where they begin and end, and their baseline."""
    found, face, size = [], Face.SANS, 0.0
    for match in re.finditer(rb"/(\w+) ([\d.]+) Tf|1 0 0 1 (-?[\d.]+) (-?[\d.]+) Tm <(\w*)> Tj", painted):
        if match[1]:
            face, size = Face(match[1].decode()), float(match[2])
            continue
        codes = match[5].decode()
        words = "".join(LETTERS[face][codes[place : place + 4]] for place in range(0, len(codes), 4))
        start = float(match[3])
        found.append((words, start, start + FACES[face].width(words, size), float(match[4])))
    return found


def words(mark: Mark, width: float = WIDE) -> list[str]:
    return [line[0] for line in lines(paint_mark(mark, width, HEIGHT, FACES))]


def owned_by(name: str) -> Mark:
    return replace(MARK, certificate=replace(FACTS, name=name))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_mark_says_what_the_standard_wants(width: float) -> None:
    assert words(MARK, width) == [
        "Документ подписан электронной подписью",
        "Сертификат:",
        "01E6 B936 4B65 1F20 F94A",
        "9205 25FB 611F C93C 87",
        "Владелец:",
        "Лебедева Ирина Олеговна",
        "Действителен:",
        "с 27.10.2025 по 27.01.2027",
        "Подписано:",
        "28.10.2025 00:30 (+03:00)",
    ]


@pytest.mark.parametrize(
    ("serial", "shown"),
    [
        ("0", ["00"]),
        ("abc", ["0ABC"]),
        ("abcde", ["0ABC DE"]),
        ("7" * 40, ["7777 7777 7777 7777 7777"] * 2),
    ],
)
def test_a_serial_number_is_shown_in_octets(serial: str, shown: list[str]) -> None:
    assert grouped(serial) == shown


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_name_of_120_letters_is_there_to_the_last(width: float) -> None:
    assert LONG.replace(" ", "") in "".join(words(owned_by(LONG), width)).replace(" ", "")


def test_a_name_without_end_is_cut_with_an_ellipsis() -> None:
    shown = words(owned_by("Анна " * 300))
    assert [line for line in shown if line.endswith("…")] != []
    assert shown[-1] == "28.10.2025 00:30 (+03:00)"


def test_a_certificate_without_a_name_keeps_the_row() -> None:
    assert "—" in words(owned_by(" "))


def test_letters_that_the_page_does_not_have_become_lozenges() -> None:
    assert f"{MISSING}алым Нұрлан".replace("ұ", MISSING) in words(owned_by("Ғалым Нұрлан"))


@settings(max_examples=150)
@given(
    st.text(max_size=400),
    st.integers(0, 16**64),
    st.sampled_from([WIDE, NARROW]),
    st.sampled_from(["Europe/Moscow", "Asia/Kamchatka", "UTC"]),
)
def test_nothing_leaves_the_room_between_role_and_name(
    name: str, serial: int, width: float, zone: str
) -> None:
    facts = replace(FACTS, name=name, serial=f"{serial:x}")
    painted = lines(paint_mark(replace(MARK, certificate=facts, zone=zone), width, HEIGHT, FACES))
    low, high = STAMP_PERSON_HEIGHT * POINTS, HEIGHT - STAMP_ROLE_HEIGHT * POINTS
    assert all(start > 5 and end < width - 5 for _, start, end, _ in painted)
    assert all(low < baseline < high for _, _, _, baseline in painted)
    assert painted[0][0] == HEAD


def test_lines_do_not_run_into_each_other() -> None:
    heights = sorted({baseline for *_, baseline in lines(paint_mark(owned_by(LONG), NARROW, HEIGHT, FACES))})
    steps = [above - below for below, above in pairwise(heights)]
    assert min(steps) >= 4.0
