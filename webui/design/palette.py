"""The style sheet's colour tokens, scheme by scheme, and the contrast of every pair that pages use.

Text asks 4.5 : 1 (WCAG 2.2, 1.4.3), the edges of controls and the ring of focus 3 : 1 (1.4.11). The ratios are those
of WCAG's relative luminance. It reads only six-digit colours; forced colours
are the reader's own, and it says nothing of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_BLOCK: Final = re.compile(r"(?:^@media ([^{]+?) \{\s*)?^\s*:root \{(.*?)\}", re.DOTALL | re.MULTILINE)
_TOKEN: Final = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
_DARK, _MORE = "prefers-color-scheme: dark", "prefers-contrast: more"
Tokens = Mapping[str, str]


class Scheme(StrEnum):
    """What a reader's system may ask for."""

    LIGHT = "light"
    DARK = "dark"
    LIGHT_MORE = "light_more"
    DARK_MORE = "dark_more"

    @property
    def media(self) -> frozenset[str]:
        """The media features that bring it about."""
        dark = {_DARK} if self in (Scheme.DARK, Scheme.DARK_MORE) else set()
        return frozenset(dark | ({_MORE} if self in (Scheme.LIGHT_MORE, Scheme.DARK_MORE) else set()))


class Asked(StrEnum):
    """What WCAG asks of a pair: of text, or of the edge of a control."""

    TEXT = "1.4.3"
    EDGE = "1.4.11"

    @property
    def least(self) -> float:
        """The least ratio."""
        return 4.5 if self is Asked.TEXT else 3.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour on a ground, as some rule of the style sheet puts it."""

    colour: str
    ground: str
    asked: Asked = Asked.TEXT


GROUNDS: Final = ("paper", "sheet", "sunk")
PAIRS: Final = (
    *(Pair(colour, ground) for colour in ("ink", "quiet", "accent") for ground in GROUNDS),
    *(Pair(colour, ground) for colour in ("good", "bad", "warn") for ground in (*GROUNDS, f"{colour}-bg")),
    *(Pair("ink", f"{kind}-bg") for kind in ("good", "bad", "warn", "accent")),
    *(Pair("quiet", f"{kind}-bg") for kind in ("warn", "accent")),
    Pair("accent", "accent-bg"),
    Pair("accent-ink", "accent"),
    Pair("bad-ink", "bad"),
    *(Pair(edge, ground, Asked.EDGE) for edge in ("edge", "focus") for ground in GROUNDS),
    *(Pair("focus", f"{kind}-bg", Asked.EDGE) for kind in ("good", "bad", "warn", "accent")),
    *(Pair(edge, f"{edge}-bg", Asked.EDGE) for edge in ("good", "bad", "warn", "accent")),
)


def schemes(css: str) -> dict[Scheme, Tokens]:
    """The tokens of every scheme: each block of `:root` that applies, the later over the earlier."""
    blocks = list(_blocks(css))
    found: dict[Scheme, Tokens] = {}
    for scheme in Scheme:
        tokens: dict[str, str] = {}
        for media, block in blocks:
            if media <= scheme.media:
                tokens |= block
        found[scheme] = tokens
    return found


def _blocks(css: str) -> Iterator[tuple[frozenset[str], Tokens]]:
    for media, block in _BLOCK.findall(css):
        tokens = dict(_TOKEN.findall(block))
        if tokens:
            yield frozenset(re.findall(r"\(([^)]+)\)", media)), tokens


def contrast(colour: str, ground: str) -> float:
    """WCAG's contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    # The threshold of sRGB itself; WCAG's text has an older one that no eight-bit value tells apart.
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
