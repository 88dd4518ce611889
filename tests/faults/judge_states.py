"""One live revision for each identity, and every state with the facts that it claims.

The map is that of design.md (Things and their states) and docs/lifecycle.md, written down once more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.faults.judge_evidence import GONE, Evidence, Row

CHAIN = ("composed", "rendered", "signing", "sealed", "packed", "replicated")
# Who signs what, in order, at which level: the table of design.md.
SIGNERS = {
    "period_journal": ("teacher", "deputy_head"),
    "class_journal": ("class_teacher", "deputy_head", "director"),
    "summary_sheet": ("class_teacher", "director"),
    "correction_act": ("teacher", "deputy_head"),
    "supplement": ("teacher", "deputy_head"),
    "signature_report": ("deputy_head",),
}
_ACTS = ("correction_act", "supplement")
_FACTS = {
    "rendered": ("rendition_sha256", "rendition_size"),
    "sealed": ("sealed_sha256", "sealed_size", "sealed_at"),
    "packed": ("bag_digest",),
}


def judge_identities(evidence: Evidence) -> Iterator[str]:
    """Each thing that is cut off has one live record, and no record is of anything else."""
    live = [row for kind in SIGNERS for row in evidence.live(kind)]
    for what, times in Counter(row["identity"] for row in live).items():
        if times != 1:
            yield f"{what} has {times} live revisions"
    cut = [row for row in live if row["kind"] not in _ACTS]
    things = Counter((row["kind"], row["class_id"], row["journal_id"], row["period_id"]) for row in cut)
    yield from (f"{times} live records are of {thing}" for thing, times in things.items() if times > 1)
    bags = Counter(row["bag_digest"] for row in evidence.tables["record"] if row["bag_digest"])
    yield from (f"the bag {bag} belongs to {times} records" for bag, times in bags.items() if times > 1)
    for row in evidence.tables["record"]:
        if row["kind"] in _ACTS:
            continue
        parts = (row["journal_id"], row["period_id"]) if row["journal_id"] else (row["class_id"],)
        if row["identity"] != "/".join((row["kind"], *parts)):
            yield f"record {row['id']} is not of {row['identity']}"
    expected, found = set(_cut_things(evidence)), {row["identity"] for row in live}
    yield from (f"{what} is cut off and has no record" for what in sorted(expected - found))
    yield from (f"{what} has a record and is not cut off" for what in sorted(found - expected))


def _cut_things(evidence: Evidence) -> Iterator[str]:
    for row in evidence.rows("journal_period", state="cut"):
        yield f"period_journal/{row['journal_id']}/{row['period_id']}"
    for row in evidence.rows("class_year", state="cut"):
        yield f"class_journal/{row['class_id']}"
        yield f"summary_sheet/{row['class_id']}"
    for row in evidence.tables["amendment"]:
        yield f"{row['kind']}/{row['id']}"


def judge_states(evidence: Evidence) -> Iterator[str]:
    """States without their facts, and facts ahead of the state."""
    for row in evidence.tables["journal_period"]:
        yield from _closing(f"journal period {row['journal_id']}/{row['period_id']}", row)
    for row in evidence.tables["class_year"]:
        yield from _closing(f"class year {row['class_id']}", row)
    for record in evidence.tables["record"]:
        yield from _links(evidence, record)
        if record["state"] not in GONE:
            yield from (
                f"record {record['id']} ({record['state']}) {wrong}" for wrong in _record(evidence, record)
            )
    for dossier in evidence.tables["dossier"]:
        states = {row["state"] for row in evidence.rows("record", dossier_id=dossier["id"])}
        if dossier["closed_at"] and not states <= {"replicated", *GONE}:
            yield f"dossier {dossier['id']} is closed and holds records that are {sorted(states)}"
    known = {row["id"] for row in evidence.tables["record"]}
    for table in ("snapshot", "signature_request", "replica"):
        strays = {row["record_id"] for row in evidence.tables[table]} - known
        yield from (f"{table} of {record}, which is no record" for record in sorted(strays))


def _closing(what: str, row: Row) -> Iterator[str]:
    confirmed = all(row[name] for name in ("confirmed_by", "confirmed_at", "confirmed_content"))
    cut = bool(row["cut_by"] and row["cut_at"])
    if row["state"] not in ("open", "complete", "confirmed", "cut"):
        yield f"{what} is {row['state']}"
    if row["state"] == "cut" and not (cut and (confirmed or row["cut_reason"])):
        yield f"{what} is cut without author, time, confirmation or reason"
    if row["state"] != "cut" and (cut or row["cut_by"] or row["cut_at"]):
        yield f"{what} is {row['state']} and tells of a cutoff"
    if row["state"] == "confirmed" and not confirmed:
        yield f"{what} is confirmed by nobody"


def _links(evidence: Evidence, record: Row) -> Iterator[str]:
    """A later revision and the one that it replaces name each other."""
    before = evidence.rows("record", identity=record["identity"], revision=record["revision"] - 1)
    after = evidence.rows("record", identity=record["identity"], revision=record["revision"] + 1)
    names = (record["replaces_id"], record["replaced_by_id"])
    if names != tuple(rows[0]["id"] if rows else None for rows in (before, after)):
        yield f"record {record['id']} is not linked with its revisions"
    if (record["state"] == "replaced") != bool(after):
        yield f"record {record['id']} is {record['state']} and has {len(after)} later revisions"


def _record(evidence: Evidence, record: Row) -> Iterator[str]:
    if record["state"] not in CHAIN:
        yield "is in no state of the chain"
        return
    reached = CHAIN.index(record["state"])
    for state, names in _FACTS.items():
        filled = {record[name] is not None for name in names}
        if filled != {CHAIN.index(state) <= reached}:
            yield f"and {', '.join(names)} do not go together"
    if record["revision"] != 1 and not record["replaces_id"]:
        yield "is a later revision of nothing"
    if len(evidence.rows("snapshot", record_id=record["id"])) != 1:
        yield "has not one snapshot"
    yield from _requests(evidence, record, reached)
    yield from _replicas(evidence, record)


def _requests(evidence: Evidence, record: Row, reached: int) -> Iterator[str]:
    rows = evidence.requests(record["id"])
    signers = SIGNERS[record["kind"]] if reached >= CHAIN.index("signing") else ()
    levels = ["PAdES-B-LT"] * (len(signers) - 1) + ["PAdES-B-LTA"] * bool(signers)
    asked = [(row["position"], row["role"], row["level"]) for row in rows]
    if asked != [(n, role, levels[n]) for n, role in enumerate(signers)]:
        yield f"asks for the signatures {asked}"
    states = [row["state"] for row in rows]
    signed = states.count("signed")
    if states != ["signed"] * signed + ["waiting"] * (len(states) - signed):
        yield f"has signatures {states}: out of order"
    if reached >= CHAIN.index("sealed") and signed != len(signers):
        yield f"is sealed with signatures {states}"
    for row in rows:
        facts = {
            row[name] is not None for name in ("signed_at", "certificate", "revision_sha256", "revision_size")
        }
        if facts != {row["state"] == "signed"}:
            yield f"has a request of {row['role']}, {row['state']}, without its facts"
        if row["certificate"] and not evidence.rows(
            "certificate", sha256=row["certificate"]["sha256"], person_id=row["person_id"]
        ):
            yield f"was signed by {row['role']} with a certificate that is not registered"
    if rows and reached >= CHAIN.index("sealed"):
        last = (rows[-1]["revision_sha256"], rows[-1]["revision_size"], rows[-1]["signed_at"])
        if last != (record["sealed_sha256"], record["sealed_size"], record["sealed_at"]):
            yield "is sealed as something else than its last signature left"


def _replicas(evidence: Evidence, record: Row) -> Iterator[str]:
    rows = evidence.rows("replica", record_id=record["id"])
    if record["state"] not in ("packed", "replicated") and rows:
        yield "has copies before it is packed"
    if strangers := {row["location"] for row in rows} - set(evidence.locations):
        yield f"has copies in {sorted(strangers)}, which are no locations"
    if record["state"] == "replicated":
        healthy = {row["location"] for row in rows if row["state"] == "healthy"}
        for name in sorted(set(evidence.locations) - healthy):
            yield f"has no healthy copy in {name} by the catalogue"
