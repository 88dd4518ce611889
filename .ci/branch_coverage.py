"""Fails when too few branches were taken: `branch_coverage.py 90` reads .coverage.

Coverage's own total mixes lines with branches; this figure counts branches alone and names the weakest files.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from coverage import Coverage


def measured() -> dict[str, tuple[int, int]]:
    """(branches, branches taken) of each file in .coverage."""
    data = Coverage()
    data.load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        data.json_report(outfile=str(report))
        files = json.loads(report.read_text())["files"]
    totals = {name: file["summary"] for name, file in files.items()}
    return {name: (total["num_branches"], total["covered_branches"]) for name, total in totals.items()}


def main(least: float) -> int:
    """Print the share of branches taken; 1 when it is below `least` per cent."""
    files = measured()
    branches = sum(total for total, _ in files.values())
    taken = sum(taken for _, taken in files.values())
    share = 100 * taken / branches if branches else 100.0
    print(f"branches taken: {taken} of {branches} = {share:.1f} % (at least {least:g} %)")
    if share >= least:
        return 0
    for name, (total, reached) in sorted(files.items(), key=lambda file: file[1][1] - file[1][0])[:10]:
        print(f"  {name}: {total - reached} of {total} not taken")
    return 1


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
