"""Every pair of colours that a page uses keeps WCAG's contrast in each scheme, and every rule uses such a pair."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from webui.design.palette import PAIRS, Asked, Pair, Scheme, contrast, schemes

ROOT = Path(__file__).resolve().parents[3]
CSS = (ROOT / "webui" / "static" / "letopis.css").read_text()


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.colour} on {pair.ground}")
def test_a_pair_of_colours_has_the_contrast_that_wcag_asks(pair: Pair, scheme: Scheme) -> None:
    tokens = schemes(CSS)[scheme]
    assert contrast(tokens[pair.colour], tokens[pair.ground]) >= pair.asked.least


@pytest.mark.parametrize("scheme", [Scheme.LIGHT_MORE, Scheme.DARK_MORE])
def test_high_contrast_is_higher_for_every_text(scheme: Scheme) -> None:
    tokens = schemes(CSS)[scheme]
    texts = [pair for pair in PAIRS if pair.asked is Asked.TEXT]
    assert min(contrast(tokens[pair.colour], tokens[pair.ground]) for pair in texts) >= 7


def test_the_ratio_is_that_of_wcag() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_every_scheme_names_every_colour_anew() -> None:
    blocks = re.findall(r":root \{\n(?:\s+color-scheme[^\n]+\n)?((?:\s+--[a-z-]+: #[0-9a-f]{6};\n)+)", CSS)
    names = [set(re.findall(r"--([a-z-]+):", block)) for block in blocks]
    assert (len(names), names) == (len(Scheme), [names[0]] * len(Scheme))


def rules() -> Iterator[tuple[str, str]]:
    """Colour and ground of every rule outside print that sets both by tokens."""
    for body in re.findall(r"\{([^{}]*)\}", CSS.partition("@media print")[0]):
        colour = re.search(r"(?:^|[\s;])color: var\(--([a-z-]+)\)", body)
        ground = re.search(r"background: var\(--([a-z-]+)\)", body)
        if colour and ground:
            yield colour.group(1), ground.group(1)


def test_every_pair_that_a_rule_sets_is_judged() -> None:
    judged = {(pair.colour, pair.ground) for pair in PAIRS}
    assert set(rules()) - judged == set()


def test_no_rule_has_a_colour_of_its_own() -> None:
    _, _, rest = CSS.partition("--focus: #c4dcff;")
    own = re.findall(r"#[0-9a-f]{3,6}\b(?=[;)\s])", rest.partition("@media print")[0])
    assert own == ["#fff"]  # the ground of a QR code, which a camera reads
