"""Checks one PDF or bag from anywhere without the database: structure, digests, signatures, snapshot, anchor.

RFC 8493, EN 319 102-1, Snapshot v1, RFC 9162 inclusion under a C2SP checkpoint. Whom to trust is an argument.
Every fault is a coded problem; nothing is fetched, opened beyond the path, or written. For strangers' files call
it through confined.py, which bounds its memory and time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from records.closing.snapshot import Snapshot, parse
from records.digest import sha256
from records.documents.agreement import Disagreement, comparable, disagreements
from records.documents.attachment import embedded_snapshot
from records.errors import InputError, LetopisError
from records.log.event import entry_of
from records.log.merkle import leaf_hash, verify_inclusion
from records.log.note import parse_verifier
from records.log.treehead import parse_and_verify
from records.registers.kinds import RecordKind
from records.school.signing_rules import DEFAULT_RULES, rule_in
from retention import foreign, tree
from retention.check_beside import check_beside
from retention.check_form import check_form
from retention.checked import Checked, Pages, Under, Verdict
from retention.paths import printable
from retention.verification.report import Problem
from signing.policy import PolicyStep, steps
from signing.report import Expectation, SignatureFacts, expect
from signing.trust import Trust
from signing.validate import examine

PDF, DESCRIPTION = "record.pdf", "record.json"
MAX_PDF = 64 << 20
MAX_DESCRIPTION = 1 << 20
_SHOWN = 500  # characters of what a foreign file says about itself
_DAMAGED = ("description.broken", "Описание записи повреждено.", "record.json is damaged")
_BROKEN = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)


def check_path(path: Path, trust: Trust, at: datetime) -> Checked:
    """Check a bag (a directory) or a PDF. Raises InputError when there is nothing there."""
    if _is_folder(path):
        return _check_bag(path, trust, at)
    pdf, facts = _read_pdf(path), _PdfFacts()
    if form := _check_form(str(path), pdf):
        return form
    problems = list(_check_pdf(pdf, {}, trust, at, facts))
    return facts.checked(path, None, problems)


def _check_form(path: str, pdf: bytes) -> Checked | None:
    """What is found of a printed form; None for a file that is none."""
    try:
        form = check_form(pdf)
    except LetopisError as error:
        return Checked(path, None, None, (), None, (_of(PDF, error),))
    if form is None:
        return None
    found = tuple(map(_differs, form.differences or ()))
    pages = Pages.NOT_COMPARED if form.differences is None else Pages.DIFFER if found else Pages.AGREE
    if not form.fits:
        found = (*found, _problem(PDF, "form.other_code", *_OTHER_CODE))
    code = _shown(form.code) if form.code else None
    return Checked(path, _shown(form.title), None, (), None, found, pages, form.name, code)


_OTHER_CODE = (
    "Код внизу листа выдан не для этих данных: бумагу подделали или исправили после выдачи.",
    "the code at the foot was not issued for these data: the paper was forged, or changed since",
)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name too long; reading tells of it
        return False


def _read_pdf(path: Path) -> bytes:
    body, shown = bytearray(), printable(str(path))
    try:
        found = path.resolve(strict=True)
        for chunk in tree.read(found.parent, found.name):
            body += chunk
            if len(body) > MAX_PDF:
                size = MAX_PDF >> 20
                raise InputError(
                    "check.too_large", f"Файл {shown} больше {size} МБ.", f"{shown} is larger than {size} MB"
                )
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError("check.absent", f"«{shown}» не читается: {why}.", f"{shown}: {why}") from error
    return bytes(body)


@dataclass(slots=True)
class _PdfFacts:
    """What a PDF says about itself, gathered while it is checked."""

    signatures: tuple[SignatureFacts, ...] = ()
    digest: str | None = None
    chain: tuple[PolicyStep, ...] = ()
    title: str | None = None
    pages: Pages = Pages.NOT_COMPARED
    zone: str = "UTC"
    verdict: Verdict | None = None
    powers: tuple[Under, ...] = ()

    def read(self, snapshot: Snapshot) -> None:
        """Take in a snapshot; raises one of _BROKEN when it is not as docs/snapshot-v1.md says."""
        body = snapshot.body
        number = body.get("amendment", {}).get("number")
        judged = body.get("report", {}).get("record", {}).get("title")
        parts = (
            f"отчёт о подписях: {judged}" if judged else None,
            f"акт или протокол № {number}" if number else None,
            body.get("subject", {}).get("name"),
            body["class"]["name"],
            body.get("period", {}).get("title"),
            body["year"]["label"],
        )
        self.title = _shown(", ".join(part for part in parts if part))
        rule = rule_in(body)
        self.chain, self.digest = steps(rule.signers, rule.keys), snapshot.digest
        self.zone = body["zone"]["name"]

    def checked(self, path: Path, anchor: str | None, problems: Sequence[Problem]) -> Checked:
        """What was found at that path, all told."""
        what = (str(path), self.title, self.digest, self.signatures, anchor, tuple(problems), self.pages)
        return Checked(*what, verdict=self.verdict, powers=self.powers)


def _shown(text: str) -> str:
    """What a stranger's file says, safe for a terminal and of bounded length."""
    return printable(text[:_SHOWN])


def _problem(path: str, code: str, ru: str, en: str) -> Problem:
    return Problem("", "", path, code, ru, en)


def _of(path: str, error: LetopisError) -> Problem:
    return _problem(path, error.code, _shown(error.ru), _shown(error.en))


def _check_bag(path: Path, trust: Trust, at: datetime) -> Checked:
    bag = foreign.check(path)
    problems = [_problem(f.path, f.code.value, f.detail_ru, f.detail_en) for f in bag.findings]
    facts, anchor, description = _PdfFacts(), None, _description(bag.payload)
    if description is None:
        problems.append(
            _problem(DESCRIPTION, "description.broken", "Описание записи не читается.", "no record.json")
        )
    if PDF not in bag.payload:
        problems.append(
            _problem(PDF, "description.no_pdf", "В пакете нет PDF записи.", "the bag has no record.pdf")
        )
    else:
        problems += _check_pdf(bag.payload[PDF], description or {}, trust, at, facts)
        problems += _check_beside(bag, description or {}, facts, trust)
    if description:
        anchor, found = _check_anchor(description, facts.digest)
        problems += found
    return facts.checked(path, anchor, problems)


def _check_beside(
    bag: foreign.ForeignBag, description: Mapping[str, Any], facts: _PdfFacts, trust: Trust
) -> Iterator[Problem]:
    try:
        for found in check_beside(bag, bag.payload[PDF], description, facts.signatures, facts.zone, trust):
            if isinstance(found, Problem):
                yield found
            else:
                facts.powers += (found,)
    except _BROKEN:
        yield _problem(DESCRIPTION, *_DAMAGED)


def _description(payload: Mapping[str, bytes]) -> Mapping[str, Any] | None:
    try:
        text = payload[DESCRIPTION]
        value = json.loads(text) if len(text) <= MAX_DESCRIPTION else None
        return value if isinstance(value, dict) else None
    except _BROKEN:
        return None


def _check_pdf(
    pdf: bytes, description: Mapping[str, Any], trust: Trust, at: datetime, facts: _PdfFacts
) -> Iterator[Problem]:
    try:
        snapshot = parse(embedded_snapshot(pdf))
        facts.read(snapshot)
        yield from _compare_pages(pdf, snapshot, facts)
    except LetopisError as error:
        yield _of(PDF, error)
    except _BROKEN:
        yield _problem(
            PDF, "snapshot.incomplete", "В снимке журнала нет главного.", "no heading in the snapshot"
        )
    try:
        found = examine(pdf, _expectation(description, facts), trust, at)
        facts.signatures = tuple(_displayed(one) for one in found.signatures)
        facts.verdict = Verdict(found.indication, found.sub_indication)
        yield from dict.fromkeys(_of(PDF, finding) for finding in found.findings)
    except LetopisError as error:
        yield _of(PDF, error)
    try:
        for name in ("rendition", "sealed"):
            stated = description.get(name)
            if stated and sha256(pdf[: stated["size"]]) != stated["sha256"]:
                yield _problem(
                    PDF,
                    f"{name}.changed",
                    "Файл не тот, что в описании записи.",
                    f"not the {name} of record.json",
                )
    except _BROKEN:
        yield _problem(DESCRIPTION, *_DAMAGED)


def _displayed(found: SignatureFacts) -> SignatureFacts:
    return replace(
        found, field=_shown(found.field), signer=_shown(found.signer), algorithm=_shown(found.algorithm)
    )


def _compare_pages(pdf: bytes, snapshot: Snapshot, facts: _PdfFacts) -> Iterator[Problem]:
    """The pages are composed anew from the snapshot; those of another edition of the forms are left alone."""
    if not comparable(pdf):
        return
    found = disagreements(pdf, snapshot)
    facts.pages = Pages.DIFFER if found else Pages.AGREE
    yield from map(_differs, found)


def _differs(one: Disagreement) -> Problem:
    there, said = _shown(one.found), _shown(one.expected)
    return _problem(
        PDF,
        "pages.differ",
        f"Страница {one.page}: на листе «{there}», а в данных «{said}».",
        f"page {one.page} says {there!r}, the data say {said!r}",
    )


def _expectation(description: Mapping[str, Any], facts: _PdfFacts) -> Expectation:
    """Who signs, says the snapshot, which the first signature covers; with which certificate, the description.

    Without a snapshot that can be read the description's kind says it; without both, whatever the file has.
    """
    try:
        if description:
            kind = RecordKind(description["record"]["kind"])
            chain = facts.chain or steps(DEFAULT_RULES[kind].signers)
            return expect(chain, [s["certificate"]["sha256"] for s in description["signatures"]])
        if facts.chain:
            return expect(facts.chain, [None] * len(facts.chain))
    except _BROKEN as error:
        raise InputError(*_DAMAGED) from error
    return Expectation()


def _check_anchor(description: Mapping[str, Any], digest: str | None) -> tuple[str | None, list[Problem]]:
    """The snapshot's event is in the log that the checkpoint signs: entry, inclusion proof, signature."""
    try:
        anchor = description["anchor"]
        head = parse_and_verify(anchor["checkpoint"], parse_verifier(anchor["key"])).head
        entry = entry_of(bytes.fromhex(anchor["salt"]), anchor["event"].encode())
        proof = [bytes.fromhex(node) for node in anchor["proof"]]
        verify_inclusion(leaf_hash(entry), anchor["index"], head.size, proof, head.root)
        logged = json.loads(anchor["event"])["subject"]["digest"]
        stated = anchor["digest"]
        place = _shown(f"{head.origin}, {anchor['index']} / {head.size}")
    except LetopisError as error:
        return None, [_of(DESCRIPTION, error)]
    except _BROKEN:
        ru, en = "Место в журнале событий не читается.", "the anchor is damaged"
        return None, [_problem(DESCRIPTION, "anchor.broken", ru, en)]
    if digest is None or not logged == stated == digest:
        ru, en = "В журнал событий внесён другой снимок.", "the log holds another snapshot's digest"
        return place, [_problem(DESCRIPTION, "anchor.other_snapshot", ru, en)]
    return place, []
