from __future__ import annotations

import segno

from records.documents.qr import draw_code

CODE = f"LETOPIS:1:{'a' * 20}:1234567:{'f0' * 32}"


def test_the_rectangles_cover_exactly_the_dark_modules() -> None:
    code = draw_code(CODE)
    covered = set()
    numbers = code.path.decode().removeprefix("0 g ").removesuffix(" f").split(" re")
    for x, y, width, _ in (map(int, part.split()) for part in numbers if part.strip()):
        covered |= {(x + i, y) for i in range(width)}
    matrix = segno.make_qr(CODE, error="m").matrix
    dark = {(x, code.side - 1 - y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    assert covered == dark
