"""What the page shows of each macro: one line of Jinja, which is both printed and rendered.

The words of a sample are the page's own. A macro without a sample fails the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Sample:
    """A line of Jinja that calls one or more macros of templates/components; `name` is its word's key."""

    name: str
    source: str


IMPORTS: Final = (
    '{% import "components/page.html" as page %}'
    '{% import "components/form.html" as form with context %}'
    '{% import "components/icon.html" as icon %}'
)
ICONS: Final = (
    "chevron",
    "check",
    "warning",
    "clock",
    "plus",
    "pen",
    "download",
    "print",
    "search",
    "bell",
    "person",
    "lock",
)
SAMPLES: Final = (
    Sample(
        "states",
        "{{ page.state(words.quiet) }} {{ page.state(words.good, 'good') }} "
        "{{ page.state(words.warn, 'warn') }} {{ page.state(words.bad, 'bad') }}",
    ),
    Sample(
        "verdicts",
        "{{ page.verdict(words.good) }}{{ page.verdict(words.bad, 'damaged') }}"
        "{{ page.verdict(words.quiet, 'quiet') }}",
    ),
    Sample(
        "notices",
        "{{ page.notice(words.nothing) }}{{ page.notice(words.good, 'good') }}"
        "{{ page.notice(words.warn, 'warn') }}{{ page.notice(words.bad, 'bad') }}",
    ),
    Sample("empty", "{{ page.empty(words.nothing) }}"),
    Sample("crumbs", "{{ page.crumbs([('#top', words.title), ('#macros', words.macros)]) }}"),
    Sample(
        "chooser",
        "{% call page.chooser('#chooser', 'chosen', words.choice, say.show) %}"
        "<option>{{ words.journal }}<option>{{ words.table }}{% endcall %}",
    ),
    Sample(
        "table",
        "{{ page.table_open(words.table) }}<thead><tr><th scope=col>{{ words.what }}<th scope=col class=number>"
        "{{ words.count }}</thead><tbody><tr><th scope=row>{{ words.journal }}<td class=number>12</tbody>"
        "{{ page.table_close() }}",
    ),
    Sample(
        "fields",
        "{{ form.open('#fields', class='narrow') }}{{ form.text('sample', words.field, hint=words.hint) }}"
        "{{ form.text('wrong', words.field, value='2025', error=words.error) }}"
        "{{ form.select('choice', words.choice, [('a', words.journal), ('b', words.table)], 'a') }}"
        "{{ form.check('tick', words.tick, true) }}{{ form.close() }}",
    ),
    Sample(
        "files",
        "{{ form.open_with_file('#files') }}{{ form.file('paper', words.file, '.json') }}{{ form.close() }}",
    ),
    Sample(
        "buttons",
        "{{ form.button(words.do) }} {{ form.button(words.other, 'plain') }} "
        "{{ form.button(words.dangerous, 'danger') }} {{ form.button(words.small, 'plain small') }}",
    ),
)
