"""Tells what pip-audit found: `audited.py found.json`. Exit 1 for a weakness, 2 when no library could be asked about.

pip-audit calls it success when the registry knows no advisories at all and it skipped every library.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(report: Path) -> int:
    """Print one line for each weakness and one in all."""
    libraries = json.loads(report.read_text("utf-8"))["dependencies"]
    asked = [one for one in libraries if "skip_reason" not in one]
    weak = [(one, each) for one in asked for each in one.get("vulns", ())]
    for one, each in weak:
        print(
            f"{one['name']} {one['version']}: {each['id']}, mended in {', '.join(each['fix_versions']) or '—'}"
        )
    if not asked:
        return 2
    skipped = len(libraries) - len(asked)
    print(
        f"Библиотек проверено: {len(asked)}, не проверено: {skipped}, уязвимостей: {len(weak)} · "
        f"libraries audited: {len(asked)}, not audited: {skipped}, weaknesses: {len(weak)}"
    )
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
