"""Issues a paper: its content enters the log, then it is printed with its place there at the foot of each page.

It stores no file. A crash after the log leaves a code that no sheet bears; the next try gets a code of its own.
"""

from __future__ import annotations

from datetime import datetime

from records.actor import Actor
from records.anchor import Anchor
from records.documents.forms.parts import Form
from records.documents.forms.twin import commitment
from records.documents.prose import print_form
from records.log.sequencer import integrate, position
from records.registers.issued import Paper, issue_paper
from retention.workshop import Workshop


def issue(workshop: Workshop, actor: Actor, form: Form, class_id: str | None, at: datetime) -> bytes:
    """The form as PDF/A with the code by which `letopis check --code` and the site answer for it."""
    paper = Paper(form.TEMPLATE, form.title, commitment(form), class_id)
    with workshop.transaction() as session:
        number, event = issue_paper(session, actor, paper, at, workshop.entropy)
    integrate(workshop.engine, workshop.school, at, workshop.log_signer)
    with workshop.transaction() as session:
        index = position(session, workshop.school, event)
    return print_form(form, Anchor(workshop.log, index, number, paper.digest))
