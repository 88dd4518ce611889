"""The anchor as a QR code (ISO/IEC 18004), drawn with vector paths as a PDF form XObject; no raster image.

Takes the text of the code, gives rectangles in modules. It does not place them on a page.
"""

from __future__ import annotations

from dataclasses import dataclass

import segno

ERROR_LEVEL = "m"  # 15 %: a fold or a stamp across it still reads


@dataclass(frozen=True, slots=True)
class QrCode:
    """Modules a side, and the path operators that fill the dark ones (unit: a module, origin lower left)."""

    side: int
    path: bytes


def draw_code(text: str) -> QrCode:
    """The code, runs of dark modules joined into rectangles; the white of the page is its quiet zone."""
    matrix = segno.make_qr(text, error=ERROR_LEVEL).matrix
    side = len(matrix)
    runs = [
        f"{start} {side - 1 - y} {length} 1 re"
        for y, row in enumerate(matrix)
        for start, length in _dark_runs(bytes(row))
    ]
    return QrCode(side, ("0 g " + " ".join(runs) + " f").encode())


def _dark_runs(row: bytes) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs
