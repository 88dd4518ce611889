"""A page or a template as a reader of one language meets it: the texts and labels that are not marked as another's.

An HTML parser stands over it: a template's expressions have become a placeholder before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from jinja2 import Environment

LABELS = {"title", "aria-label", "placeholder", "alt", "content", "label"}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Elements whose end tag may be left out: the grid's rows and cells are many.
IMPLIED = {"td", "th", "tr", "li", "dt", "dd", "option", "p", "tbody", "thead"}
SILENT = {"script", "style", "code", "pre"}
HOLE = "\ufffc"  # stands where an expression stood
# Blocks that fill an attribute, not the page.
ATTRIBUTES = re.compile(r"{% block (wide|heading_language) %}.*?{% endblock %}")


@dataclass
class Reader(HTMLParser):
    """Collects texts and labels outside what is marked with another language than the page's, and outside code."""

    language: str
    texts: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    open: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @property
    def aside(self) -> bool:
        """Whether what is read now is in another language, or not for reading."""
        return bool(self.open) and self.open[-1][1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in IMPLIED:
            self._end_same(tag)
        given = dict(attrs)
        spoken = given.get("lang")
        aside = self.aside if spoken is None else HOLE not in spoken and spoken != self.language
        aside = aside or tag in SILENT
        if not aside:
            self.labels += [value for name, value in attrs if name in LABELS and value and tag != "meta"]
        if tag not in VOID:
            self.open.append((tag, aside))

    def handle_endtag(self, tag: str) -> None:
        while self.open and any(name == tag for name, _ in self.open):
            name, _ = self.open.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.aside and data.strip():
            self.texts.append(" ".join(data.split()))

    def _end_same(self, tag: str) -> None:
        """A cell ends the cell before it, a row the row."""
        group = {"td", "th"} if tag in ("td", "th") else {tag}
        if self.open and self.open[-1][0] in group:
            self.open.pop()
        elif tag == "tr" and len(self.open) > 1 and self.open[-1][0] in ("td", "th"):
            del self.open[-2:]


def read_page(html: str, language: str) -> Reader:
    """What a page says in its own language."""
    reader = Reader(language)
    reader.feed(html)
    reader.close()
    return reader


def without_expressions(source: str) -> str:
    """A template with a placeholder in place of each expression, and nothing in place of statements and comments."""
    kept, inside = [], False
    for _, kind, value in Environment(autoescape=True).lex(ATTRIBUTES.sub("", source)):
        if kind == "data" and not inside:
            kept.append(value)
        elif kind == "variable_begin":
            kept.append(f" {HOLE} ")
            inside = True
        elif kind == "variable_end":
            inside = False
    return "".join(kept)


def strings_of(source: str) -> list[str]:
    """The constants that a template's expressions and statements hold."""
    return [value for _, kind, value in Environment(autoescape=True).lex(source) if kind == "string"]
