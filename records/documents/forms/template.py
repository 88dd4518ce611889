"""A form as HTML: typed values -> Jinja2 template of templates/documents/forms, autoescaped.

Every text is first reduced to what the fonts can show (faces.visible), so that markup, addresses and foreign letters
are printed as text. It lays nothing out.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from records import numerals
from records.anchor import Anchor
from records.documents.faces import Metrics, visible
from records.documents.fonts import load_faces
from records.documents.forms.parts import Form, Signing, in_year, year_words
from records.documents.xmp import CREATOR
from records.times import rfc3339, russian_date

TEMPLATES: Final = Path(__file__).resolve().parents[3] / "templates" / "documents" / "forms"
MEGABYTE: Final = 1024 * 1024
THIN: Final = "\N{NO-BREAK SPACE}"


def write_html(form: Form, anchor: Anchor | None) -> str:
    """The form's page source. No anchor: nothing at its foot but what it is."""
    template = _environment().get_template(f"{form.TEMPLATE}.html")
    return template.render(form=form, anchor=anchor, created=rfc3339(form.head.made_at))


@lru_cache(maxsize=1)
def style_sheet() -> str:
    """The CSS that all forms share."""
    return (TEMPLATES / "forms.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(nouns=numerals, creator=CREATOR, signing=Signing)
    environment.filters.update(
        counted=numerals.counted,
        spelled=numerals.spelled,
        words=numerals.in_words,
        long_date=numerals.long_date,
        dotted=_dotted,
        megabytes=megabytes,
        grouped=grouped,
        brief=brief,
        year_words=year_words,
        in_year=in_year,
    )
    return environment


def _shown(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value, _common_glyphs())
    return value


@lru_cache(maxsize=1)
def _common_glyphs() -> Metrics:
    """What every face can show: a template may set a text in any of them."""
    first, *others = load_faces().values()
    shared = set(first.glyphs).intersection(*(metrics.glyphs for metrics in others))
    return Metrics({character: first.glyphs[character] for character in shared})


def _dotted(day: date | None) -> str:
    return russian_date(day) if day else ""


def megabytes(size: int) -> str:
    """`12,40`: in units of 1 048 576 bytes; what is not nothing is never shown as 0,00."""
    return f"{max(size / MEGABYTE, 0.01) if size else 0:.2f}".replace(".", ",")


def grouped(number: int) -> str:
    """`1 048 576`."""
    return f"{number:,}".replace(",", THIN)


def brief(text: str, length: int) -> str:
    """The text, or its beginning and an ellipsis: for running heads of one line."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
