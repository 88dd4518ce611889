"""`letopis` in a process of its own that may die at a point: the main module of the runs that are killed.

`python -m tests.faults.kills_child close-year --class 9А`; the environment may hold an Order. A worker process of the
local runner imports its command's main module again, as `__mp_main__`: that is how the order reaches it.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.faults.kills_point import VARIABLE, Fuse, Order, install
from webui import cli


def arm(process: str) -> None:
    """Count from here to the end of the process, if the order is for this kind of process."""
    if VARIABLE in os.environ and (order := Order.read(os.environ[VARIABLE])).process == process:
        install(Fuse(order.point, Path(order.claim)))


if __name__ == "__mp_main__":
    arm("worker")
if __name__ == "__main__":
    arm("main")
    cli.main()
