"""`python -m tests.records.documents.forms`: every form with every strange text; what leaves its page ends with 1."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from records.documents.prose import print_form
from tests.records.documents.forms.hostile import spoilt
from tests.records.documents.forms.people import ANCHOR
from tests.records.documents.forms.samples import FORMS, FULL
from tests.records.documents.forms.test_hostile_forms import STRANGE_TEXTS
from tests.records.documents.test_hostile_text import outside


@click.command()
def main() -> None:
    """Print every form with every strange text and look for words outside a page."""
    broken = 0
    with TemporaryDirectory() as folder:
        path = Path(folder) / "form.pdf"
        for name in FULL.values():
            for text in STRANGE_TEXTS:
                path.write_bytes(print_form(spoilt(FORMS[name](), text), ANCHOR))
                found = outside(path)
                broken += bool(found)
                click.echo(f"{name:<24} {text[:12]!r:<20} {found or 'on its pages'}")
    click.echo(f"forms that leave their pages: {broken}")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
