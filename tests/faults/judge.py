"""The independent checker: an installation at rest -> a sentence for each violated invariant, none when all is well.

Written against design.md, docs/snapshot-v1.md, the ADRs and the RFCs. It imports nothing of the product and trusts
none of its bookkeeping: rows by plain SQL, files by reading them, digests, tree and signatures by its own few lines
or by openssl. Only the last check asks the product: whether `letopis verify` tells the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tests.faults.judge_amendments import judge_amendments
from tests.faults.judge_bags import judge_bags
from tests.faults.judge_events import judge_confirmations, judge_events, judge_moments
from tests.faults.judge_evidence import Evidence, gather
from tests.faults.judge_log import judge_log, judge_published
from tests.faults.judge_pdf import judge_pdfs
from tests.faults.judge_rows import judge_journals, judge_snapshots, judge_versions
from tests.faults.judge_states import judge_identities, judge_states
from tests.faults.judge_tidy import judge_tidiness
from tests.faults.judge_verify import judge_verify
from tests.faults.judge_year import judge_years

if TYPE_CHECKING:
    from tests.flow.site import Site

Check = Callable[[Evidence], Iterator[str]]

ARCHIVE: tuple[Check, ...] = (
    judge_identities,
    judge_states,
    judge_snapshots,
    judge_journals,
    judge_versions,
    judge_years,
    judge_amendments,
    judge_bags,
    judge_pdfs,
    judge_log,
    judge_published,
    judge_events,
    judge_moments,
    judge_confirmations,
)


def judge(site: Site) -> list[str]:
    """Every violated invariant of an installation in which nobody works."""
    evidence = gather(site)
    found = [sentence for check in ARCHIVE for sentence in _sentences(check, evidence)]
    left = _sentences(judge_tidiness, evidence)
    return [*found, *left, *judge_verify(site, evidence, found)]


def _sentences(check: Check, evidence: Evidence) -> list[str]:
    """What a check finds; evidence too broken to be read is a finding."""
    found = list[str]()
    try:
        found.extend(check(evidence))  # what was found before an exception stays
    except Exception as error:
        found.append(f"{check.__name__} cannot go on: {type(error).__name__}: {error}")
    return found
