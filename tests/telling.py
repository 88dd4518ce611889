"""Says at once what pytest would keep for its end: a run that is cut off, or hangs, still tells what failed and where.

Registered by the run's controller alone, which hears of every test of its workers.
"""

from __future__ import annotations

import faulthandler

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key

SLOW = 60.0
LINES = 40
_END = 240.0


class Teller:
    """Writes failures, and tests that took over `SLOW` seconds, as they are heard of."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self._terminal = terminal

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One phase of one test is over."""
        if report.failed:
            told = report.longreprtext.splitlines()[-LINES:]
            self._say(f"{report.when} failed", report, *told)
        elif report.duration > SLOW:
            self._say(f"slow {report.when}", report)

    def _say(self, what: str, report: pytest.TestReport, *lines: str) -> None:
        self._terminal.ensure_newline()
        for line in (f"[{report.duration:.0f} s] {what}: {report.nodeid}", *lines):
            self._terminal.write_line(line)


def end_within(config: pytest.Config, seconds: float = _END) -> None:
    """This process has `seconds` left: then it writes where every thread stands, and exits with 1."""
    # Pytest keeps the way to the real stderr there; descriptor 2 may be a capture's file.
    faulthandler.dump_traceback_later(seconds, exit=True, file=config.stash[fault_handler_stderr_fd_key])
