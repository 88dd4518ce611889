"""`letopis verify --json` tells the truth: its figures and its verdict against what the judge itself counted.

Tidiness is not what verify promises to look at: a leftover that harms no record does not change its verdict.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tests.faults.judge_bags import copy_of
from tests.faults.judge_evidence import Evidence

if TYPE_CHECKING:
    from tests.flow.site import Site


def judge_verify(site: Site, evidence: Evidence, found: Sequence[str]) -> Iterator[str]:
    """Where the command says something else than the judge, who has found this against the archive."""
    ran = site.run("verify", "--json")
    try:
        report = json.loads(ran.out)
    except ValueError:
        yield f"verify gives no report but {ran.code}: {ran.err.strip()}"
        return
    codes = sorted({problem["code"] for problem in report["problems"]})
    if ran.code != (1 if codes else 0):
        yield f"verify finds {codes} and ends with {ran.code}"
    if found and not codes:
        yield "verify finds nothing"
    if codes and not found:
        yield f"verify finds {codes} where the judge finds nothing"
    if not found:
        yield from _figures(evidence, report)


def _figures(evidence: Evidence, report: dict[str, int]) -> Iterator[str]:
    live = evidence.rows("record", state="replicated")
    whole = [*live, *evidence.rows("record", state="replaced")]
    copies = [copy_of(evidence, record, name) for record in whole for name in evidence.locations]
    counted = {
        "records": len(evidence.tables["record"]),
        "replicas": len(copies),
        "bytes": sum(len(data) for copy in copies for data in copy.values()),
    }
    for name, figure in counted.items():
        if report[name] != figure:
            yield f"verify counts {report[name]} {name}, the judge {figure}"
    states = [expected["state"] for expected in report["expected"]]  # type: ignore[attr-defined]
    due = len(evidence.tables["journal_period"]) + 2 * len(evidence.tables["class_year"])
    due += len(evidence.tables["amendment"])
    if (len(states), states.count("present")) != (due, len(live)):
        yield f"verify expects {len(states)} and has {states.count('present')}, the judge {due} and {len(live)}"
