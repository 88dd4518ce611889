"""`python -m tests.fuzz [--seconds N | --cases N] [--seed S] [TARGET]`: hunts, keeps what crashes in tests/vectors."""

from __future__ import annotations

import argparse
import logging
import math
import resource
import sys

from tests.fuzz.hunt import hunt
from tests.fuzz.targets import TARGETS

MEMORY = 2 << 30


def main() -> int:
    """Exit 1 when something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument(
        "target", nargs="?", choices=sorted(TARGETS), help="default: each for its share of the time"
    )
    parser.add_argument("--seconds", type=float, help="in all (default 60)")
    parser.add_argument(
        "--cases", type=int, help="of each target at most; without --seconds there is no other end"
    )
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable()
    seconds = asked.seconds or (math.inf if asked.cases else 60)
    names = [asked.target] if asked.target else sorted(TARGETS)
    crashed = False
    for name in names:
        found = hunt(TARGETS[name], seconds / len(names), asked.seed, asked.cases)
        sys.stdout.write(f"{name}: {found.tried} cases, {len(found.crashes)} crashes (seed {asked.seed})\n")
        for crash in found.crashes:
            crashed = True
            sys.stdout.write(f"{crash.keep()}\n{crash.what}\n")
    return int(crashed)


if __name__ == "__main__":
    sys.exit(main())
