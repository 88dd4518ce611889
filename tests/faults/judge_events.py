"""Every fact of the catalogue has its event in the log, once, in a possible order; no event tells of anything else.

The catalogue says what must have happened, the bodies of the events what did (design.md, Log; ADR 0012).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from tests.faults.judge_digest import jcs, sha256
from tests.faults.judge_evidence import Evidence, Row
from tests.faults.judge_states import CHAIN

Fact = tuple[str, str]
# What the judge knows an event of each kind to tell; it may tell more.
SUBJECTS = {
    "school.created": ("name",),
    "certificate.issued": ("person", "certificate"),
    "draft.confirmed": ("journal", "period", "draft"),
    "period.cut": ("journal", "period", "content", "reason"),
    "year.cut": ("class", "content", "reason"),
    "snapshot.taken": ("record", "digest"),
    "record.rendered": ("record", "rendition"),
    "record.submitted": ("record", "signatures"),
    "record.signed": ("record", "role", "level", "certificate", "revision"),
    "record.sealed": ("record", "sealed"),
    "record.packed": ("record", "bag"),
    "record.replicated": ("record", "locations"),
    "record.replaced": ("record", "by"),
    "amendment.entered": ("amendment", "class", "seq", "kind", "number", "date"),
    "dossier.closed": ("dossier",),
    "hold.set": ("dossier", "hold", "order"),
    "hold.lifted": ("dossier", "hold"),
}
# The row that an event of this kind dates: table, column -> name in the subject, the column of the moment.
_DATED = {
    "certificate.issued": ("certificate", {"sha256": "certificate"}, "registered_at"),
    "draft.confirmed": ("journal_period", {"journal_id": "journal", "period_id": "period"}, "confirmed_at"),
    "period.cut": ("journal_period", {"journal_id": "journal", "period_id": "period"}, "cut_at"),
    "year.cut": ("class_year", {"class_id": "class"}, "cut_at"),
    "snapshot.taken": ("snapshot", {"record_id": "record"}, "taken_at"),
    "record.submitted": ("signature_request", {"record_id": "record"}, "asked_at"),
    "record.signed": ("signature_request", {"record_id": "record", "role": "role"}, "signed_at"),
    "amendment.entered": ("amendment", {"id": "amendment"}, "at"),
    "dossier.closed": ("dossier", {"id": "dossier"}, "closed_at"),
    "hold.set": ("legal_hold", {"id": "hold"}, "set_at"),
    "hold.lifted": ("legal_hold", {"id": "hold"}, "lifted_at"),
}
# What is told as often as it happens; everything else is a fact of the catalogue.
FREE = ("import.applied", "replica.damaged", "replica.repaired")


def judge_events(evidence: Evidence) -> Iterator[str]:
    """Facts without an event, events without a fact, and events out of order."""
    told = [
        _fact(body["kind"], **{name: body["subject"][name] for name in SUBJECTS[body["kind"]]})
        for row, body in evidence.events()
        if row["body"] and body["kind"] not in FREE
    ]
    happened, expected = Counter(told), Counter(_facts(evidence))
    for kind, subject in sorted((expected - happened).elements()):
        yield f"the log does not tell of {kind} {subject}"
    for kind, subject in sorted((happened - expected).elements()):
        yield f"the log tells of {kind} {subject}, which is no fact or told before"
    place = {fact: number for number, fact in reversed(list(enumerate(told)))}
    for before, after in _order(evidence):
        if place.get(before, -1) > place.get(after, len(told)):
            yield f"the log tells of {after[0]} {after[1]} before {before[0]} {before[1]}"
    for row, body in evidence.events():
        if row["body"] and (body["kind"], body["at"], body["actor"]["school"]) != (
            row["kind"],
            row["at"],
            row["school_id"],
        ):
            yield f"event {row['id']} is not what its body tells"


def judge_moments(evidence: Evidence) -> Iterator[str]:
    """Rows that date what happened otherwise than the log."""
    for event, body in evidence.events():
        if not event["body"] or body["kind"] not in _DATED:
            continue
        table, names, moment = _DATED[body["kind"]]
        key = {column: body["subject"][name] for column, name in names.items()}
        if any(row[moment] != body["at"] for row in evidence.rows(table, **key)):
            yield f"{table} {key} has another {moment} than {body['kind']} in the log"


def judge_confirmations(evidence: Evidence) -> Iterator[str]:
    """Cutoffs of other rows than those that were confirmed."""
    for row in evidence.rows("journal_period", state="cut"):
        if row["confirmed_content"] not in (None, _journal_content(evidence, row)):
            yield f"journal period {row['journal_id']}/{row['period_id']} was cut with other rows than confirmed"
    for row in evidence.rows("class_year", state="cut"):
        if row["confirmed_content"] not in (None, _year_content(evidence, row)):
            yield f"class year {row['class_id']} was cut with other rows than confirmed"


def _fact(kind: str, /, **subject: Any) -> Fact:
    return kind, jcs(subject).decode()


def _facts(evidence: Evidence) -> Iterator[Fact]:
    for school in evidence.tables["school"]:
        yield _fact("school.created", name=school["name"])
    for row in evidence.tables["certificate"]:
        yield _certificate(row)
    for row in evidence.tables["journal_period"]:
        yield from _cutoff(evidence, row)
    for row in evidence.rows("class_year", state="cut"):
        content = _year_content(evidence, row)
        yield _fact("year.cut", **{"class": row["class_id"]}, content=content, reason=row["cut_reason"])
    for record in evidence.tables["record"]:
        yield from record_facts(evidence, record)
    for act in evidence.tables["amendment"]:
        names = {name: act[name] for name in ("seq", "kind", "number", "date")}
        yield _fact("amendment.entered", amendment=act["id"], **{"class": act["class_id"]}, **names)
    for dossier in evidence.tables["dossier"]:
        if dossier["closed_at"]:
            yield _fact("dossier.closed", dossier=dossier["id"])
    for hold in evidence.tables["legal_hold"]:
        yield _fact("hold.set", dossier=hold["dossier_id"], hold=hold["id"], order=hold["order_no"])
        if hold["lifted_at"]:
            yield _fact("hold.lifted", dossier=hold["dossier_id"], hold=hold["id"])


def _certificate(row: Row) -> Fact:
    return _fact("certificate.issued", person=row["person_id"], certificate=row["sha256"])


def _cutoff(evidence: Evidence, row: Row) -> Iterator[Fact]:
    key = {"journal": row["journal_id"], "period": row["period_id"]}
    if row["confirmed_by"]:
        yield _fact("draft.confirmed", **key, draft=row["draft"])
    if row["state"] == "cut":
        content = _journal_content(evidence, row)
        yield _fact("period.cut", **key, content=content, reason=row["cut_reason"])


def _body(evidence: Evidence, identity: str) -> dict[str, Any]:
    return evidence.frozen(evidence.one("record", identity=identity, revision=1)["id"])


def _journal_content(evidence: Evidence, row: Row) -> str:
    body = _body(evidence, f"period_journal/{row['journal_id']}/{row['period_id']}")
    return sha256(jcs({name: body[name] for name in ("lessons", "columns", "pupils")}))


def _year_content(evidence: Evidence, row: Row) -> str:
    body = _body(evidence, f"class_journal/{row['class_id']}")
    return sha256(jcs({name: body[name] for name in ("pupils", "remarks")}))


def record_facts(evidence: Evidence, record: Row) -> list[Fact]:
    """What must have happened to a record, in order."""
    snapshot = evidence.one("snapshot", record_id=record["id"])
    requests = evidence.requests(record["id"])
    what = record["id"]
    chain = {
        "composed": [_fact("snapshot.taken", record=what, digest=snapshot["digest"])],
        "rendered": [_fact("record.rendered", record=what, rendition=record["rendition_sha256"])],
        "signing": [_fact("record.submitted", record=what, signatures=len(requests))],
        "sealed": [_fact("record.sealed", record=what, sealed=record["sealed_sha256"])],
        "packed": [_fact("record.packed", record=what, bag=record["bag_digest"])],
        "replicated": [_fact("record.replicated", record=what, locations=list(evidence.locations))],
    }
    chain["signing"] += [_signed(row) for row in requests if row["state"] == "signed"]
    reached = CHAIN.index(record["state"]) if record["state"] in CHAIN else len(CHAIN) - 1
    facts = [fact for state in CHAIN[: reached + 1] for fact in chain[state]]
    by = record["replaced_by_id"]
    return [*facts, _fact("record.replaced", record=what, by=by)] if by else facts


def _signed(row: Row) -> Fact:
    return _fact(
        "record.signed",
        record=row["record_id"],
        role=row["role"],
        level=row["level"],
        certificate=row["certificate"]["sha256"],
        revision=row["revision_sha256"],
    )


def _comes_later(record: Row) -> bool:
    """Whether a record, or its replacement by another one, may come after the end of the year."""
    later = record["revision"] > 1 or record["kind"] in ("correction_act", "supplement", "signature_report")
    return later or record["replaced_by_id"] is not None


def _order(evidence: Evidence) -> Iterator[tuple[Fact, Fact]]:
    """(before, after): what cannot have happened the other way round."""
    for row in evidence.tables["journal_period"]:
        facts = list(_cutoff(evidence, row))
        yield from pairwise(facts)
    closed = {row["id"]: row["closed_at"] for row in evidence.tables["dossier"]}
    for record in evidence.tables["record"]:
        chain = record_facts(evidence, record)
        yield from pairwise(chain)
        if record["kind"] == "period_journal":
            key = {"journal_id": record["journal_id"], "period_id": record["period_id"]}
            cut = list(_cutoff(evidence, evidence.one("journal_period", **key)))
            yield from ((fact, chain[0]) for fact in cut)
            for year in evidence.rows("class_year", class_id=record["class_id"], state="cut"):
                if _comes_later(record):
                    continue
                content = _year_content(evidence, year)
                after = _fact(
                    "year.cut", **{"class": year["class_id"]}, content=content, reason=year["cut_reason"]
                )
                yield chain[-1], after
        if closed.get(record["dossier_id"]) and not _comes_later(record):
            yield chain[-1], _fact("dossier.closed", dossier=record["dossier_id"])
    for request in evidence.rows("signature_request", state="signed"):
        for issued in evidence.rows("certificate", sha256=request["certificate"]["sha256"]):
            yield _certificate(issued), _signed(request)
