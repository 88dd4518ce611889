"""The machine and the libraries that a run was measured on: without them a figure means nothing.

Reads the system's own files; a fact that the system does not tell is left empty.
"""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("weasyprint", "pyhanko", "pypdf", "SQLAlchemy", "openpyxl")


@dataclass(frozen=True, slots=True)
class Machine:
    """Processor, cores that this process may use, load average of the last minute at the start, versions."""

    processor: str
    cores: int
    load: float
    system: str
    python: str
    libraries: tuple[tuple[str, str], ...]


def this_machine() -> Machine:
    """The facts of the machine that runs now."""
    return Machine(
        processor=_processor(),
        cores=len(os.sched_getaffinity(0)),
        load=round(os.getloadavg()[0], 2),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        libraries=tuple((name, version(name)) for name in LIBRARIES),
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")
