"""The page /design: the style sheet's own tokens and the templates' own macros, read from them and never copied.

It is for whoever works on the pages; it needs an account because nobody else has a use for it, not because it tells
anything.
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, render_template, render_template_string
from markupsafe import Markup

from webui.design.palette import PAIRS, Scheme, contrast, schemes
from webui.design.samples import ICONS, IMPORTS, SAMPLES
from webui.design.words import WORDS
from webui.language import words_of

blueprint = Blueprint("design", __name__)


@blueprint.get("/design")
def page() -> str:
    """Every token, pair, icon and macro of the site."""
    words = words_of(WORDS)
    css = Path(str(current_app.static_folder), "letopis.css").read_text()
    tokens = schemes(css)
    ratios = [
        (
            pair,
            {scheme: contrast(tokens[scheme][pair.colour], tokens[scheme][pair.ground]) for scheme in Scheme},
        )
        for pair in PAIRS
    ]
    return render_template(
        "design/page.html",
        words=words,
        tokens=tokens[Scheme.LIGHT],
        schemes=tuple(Scheme),
        ratios=ratios,
        icons=[(name, drawn(f"{{{{ icon.{name}() }}}}")) for name in ICONS],
        samples=[(sample, drawn(sample.source)) for sample in SAMPLES],
    )


def drawn(source: str) -> Markup:
    """What a line of Jinja draws, with the macros and the words of the page. The line is ours, never a visitor's."""
    return Markup(render_template_string(IMPORTS + source, words=words_of(WORDS)))  # noqa: S704
