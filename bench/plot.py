"""Draws the benchmark `growth` as SVG: what closing a school costs, and what one class of it costs, by its size.

    letopis bench growth --json > growth.json && python -m bench.plot growth.json > docs/pictures/growth.svg

Reads the report's facts; it measures nothing.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression
from typing import Final

WIDTH, HEIGHT, PANEL = 860, 400, 340
LEFT, TOP, DEEP = 62, 70, 240
BLUE, GREY, INK = "#1f5fa8", "#8a8f98", "#22262b"
_CPU: Final = re.compile(r"cpu_(\d+)")


@dataclass(frozen=True, slots=True)
class Panel:
    """One of the two charts: its title, where it begins, and the greatest values of its axes."""

    title: str
    left: float
    most_x: float
    most_y: float

    def x(self, value: float) -> float:
        """A number of classes as a place on the drawing."""
        return self.left + value / self.most_x * PANEL

    def y(self, value: float) -> float:
        """Seconds as a place on the drawing."""
        return TOP + DEEP - value / self.most_y * DEEP

    def frame(self) -> Iterator[str]:
        """Title, axes, marks of the axes."""
        yield _text(self.left, TOP - 16, self.title, "start", 15, "600")
        for part in range(5):
            value = self.most_y * part / 4
            yield _line(self.left, self.y(value), self.left + PANEL, self.y(value), "#e3e6ea")
            yield _text(self.left - 8, self.y(value) + 4, f"{value:g}".replace(".", ","), "end")
        for value in range(0, int(self.most_x) + 1, 10):
            yield _text(self.x(value), TOP + DEEP + 20, str(value), "middle")
        yield _line(self.left, TOP + DEEP, self.left + PANEL, TOP + DEEP, INK)
        yield _text(self.left + PANEL / 2, TOP + DEEP + 42, "классов в школе", "middle")

    def dots(self, points: Sequence[tuple[float, float]]) -> Iterator[str]:
        """The measured values."""
        for x, y in points:
            yield f'<circle cx="{self.x(x):.1f}" cy="{self.y(y):.1f}" r="4.5" fill="{BLUE}"/>'


def draw(seconds: Mapping[int, float]) -> str:
    """The drawing: processor seconds of a whole closing by the number of classes."""
    counts, totals = list(seconds), list(seconds.values())
    slope, start = linear_regression(counts, totals)
    most = float(max(counts))
    whole = Panel("Вся школа, секунд ЦП", LEFT, most, _round_up(max(totals)))
    each = Panel("Один класс, секунд ЦП", LEFT + PANEL + 90, most, _round_up(max(totals) / most * 1.5))
    points = list(seconds.items())
    body = [
        _text(LEFT, 26, "Закрытие четверти в школах разного размера", "start", 17, "600"),
        *whole.frame(),
        *_fit(whole, lambda n: start + slope * n),
        *whole.dots(points),
        *each.frame(),
        *_fit(each, lambda _: slope),
        *each.dots([(count, total / count) for count, total in points]),
        _text(
            LEFT, HEIGHT - 12, f"Пунктир — прямая наименьших квадратов: {_number(slope)} с на класс.", "start"
        ),
    ]
    style = f'font-family="\'PT Sans\', sans-serif" font-size="13" fill="{INK}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {style}>'
    return "\n".join([head, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>', *body, "</svg>\n"])


def seconds_of(report: Mapping[str, object]) -> Mapping[int, float]:
    """The processor seconds by number of classes out of a report of `letopis bench --json`."""
    benchmarks = report["benchmarks"]
    if not isinstance(benchmarks, list):
        raise TypeError("not a report of letopis bench --json")
    (facts,) = (found["facts"] for found in benchmarks if found["name"] == "growth")
    return {int(match[1]): value / 1000 for key, value in facts.items() if (match := _CPU.fullmatch(key))}


def _fit(panel: Panel, height: Callable[[float], float]) -> Iterator[str]:
    ends = (0, panel.most_x)
    (x1, y1), (x2, y2) = ((panel.x(n), panel.y(height(n))) for n in ends)
    yield _line(x1, y1, x2, y2, GREY, "6 5")


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, dashes: str = "none") -> str:
    place = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {place} stroke="{colour}" stroke-width="1.2" stroke-dasharray="{dashes}"/>'


def _text(x: float, y: float, text: str, anchor: str, size: int = 13, weight: str = "400") -> str:
    look = f'text-anchor="{anchor}" font-size="{size}" font-weight="{weight}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{text}</text>'


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def _round_up(value: float) -> float:
    """The next of 1, 2, 4, 8 times a power of ten: quarters of it are short numbers."""
    step = 10.0 ** len(str(int(value)))
    return next(step * part for part in (0.1, 0.2, 0.4, 0.8, 1.0) if step * part >= value)


if __name__ == "__main__":
    sys.stdout.write(draw(seconds_of(json.loads(Path(sys.argv[1]).read_text()))))
