"""† A WSGI application served by gunicorn on loopback with the settings of webui/serving.py, and what it takes.

Processor time and memory are read from Linux's own files about the server's processes. It sends no request.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench.peak import PROCESSES, below

ROOT = Path(__file__).resolve().parents[1]
PAUSE, TRIES = 0.2, 150  # seconds between two tries to reach a server that gets up
_TICK = os.sysconf("SC_CLK_TCK")
_SHARE = re.compile(r"^Pss:\s+(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers at `url`."""

    url: str
    process: int

    def cpu(self) -> float:
        """Processor seconds of its processes so far."""
        return sum(map(_seconds, self._processes()))

    def memory(self) -> int:
        """Bytes that its processes have resident now; what several share is counted once."""
        return sum(map(_share_of, self._processes()))

    def _processes(self) -> tuple[int, ...]:
        return (self.process, *below(self.process))


@contextmanager
def served(application: str, environ: Mapping[str, str]) -> Iterator[Server]:
    """Serve `module:name` while the block lasts. Raises ChildProcessError when the server does not come up."""
    port = _free_port()
    command = (sys.executable, "-m", "gunicorn", "-c", "python:webui.serving")
    running = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", application],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
    )
    try:
        _wait_for(port, running)
        yield Server(f"http://127.0.0.1:{port}", running.pid)
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def _wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    """Until a whole answer came: the port alone is open before any process can answer."""
    for _ in range(TRIES):
        if _answers(port):
            return
        with suppress(subprocess.TimeoutExpired):
            raise ChildProcessError(f"the server ended with {running.wait(PAUSE)} before it answered")
    raise ChildProcessError("the server does not answer")


def _answers(port: int) -> bool:
    with suppress(OSError, HTTPException), closing(HTTPConnection("127.0.0.1", port, timeout=30)) as asking:
        asking.request("GET", "/")
        asking.getresponse().read()
        return True
    return False


def _seconds(process: int) -> float:
    # The name in brackets may hold anything; user and system time are the 14th and 15th fields (proc_pid_stat(5)).
    fields = (PROCESSES / str(process) / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def _share_of(process: int) -> int:
    found = _SHARE.search((PROCESSES / str(process) / "smaps_rollup").read_text())
    return int(found[1]) * 1024 if found else 0
