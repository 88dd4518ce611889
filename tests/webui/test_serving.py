"""`letopis serve` as it is started: two processes of gunicorn on this machine only, which do not say what they are."""

from __future__ import annotations

import http.client
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.peak import below
from tests.flow.seeds import Seed
from tests.flow.site import Site

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-c", "from webui.cli import main; main()")


@dataclass(frozen=True, slots=True)
class Running:
    """A site that was started by the command."""

    port: int
    process: subprocess.Popen[str]
    said: str

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """An answer, read to its end."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        asking.request("GET", path, headers=headers)
        answer = asking.getresponse()
        answer.read()
        asking.close()
        return answer


@contextmanager
def serving(site: Site) -> Iterator[Running]:
    """`letopis serve` until the block ends; ended by the interrupt of a keyboard."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    environ = {**os.environ, **site.environ(), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)], env=environ, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    said = process.stdout.readline()
    try:
        while True:
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None
        yield Running(port, process, said)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def ends(process: int) -> bool:
    """Whether a process has ended or is about to."""
    try:
        descriptor = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], 10)[0])
    finally:
        os.close(descriptor)


@pytest.fixture(scope="module")
def running(bare_seed: Seed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The small school's site as the command serves it."""
    seed = bare_seed.copy(tmp_path_factory.mktemp("serving") / "school")
    with serving(seed.site) as found:
        yield found
    seed.drop()


def test_the_site_answers(running: Running) -> None:
    assert running.get("/sign-in").status == 200


def test_the_command_says_where_the_site_is(running: Running) -> None:
    assert f"http://127.0.0.1:{running.port}" in running.said


def test_no_answer_names_the_server_or_its_version(running: Running) -> None:
    assert running.get("/sign-in").headers.get_all("Server") == ["letopis"]


def test_a_page_that_is_not_there_names_no_server_either(running: Running) -> None:
    assert running.get("/nowhere").headers.get_all("Server") == ["letopis"]


def test_nobody_makes_the_site_believe_in_tls_by_a_header(running: Running) -> None:
    assert "https://" not in str(running.get("/home", **{"X-Forwarded-Proto": "https"}).headers["Location"])


def test_two_processes_answer_and_one_works_beside(running: Running) -> None:
    assert len(list(below(running.process.pid))) >= 3


def test_an_interrupt_ends_the_site_and_all_that_it_started(bare_seed: Seed, tmp_path: Path) -> None:
    seed = bare_seed.copy(tmp_path / "school")
    with serving(seed.site) as found:
        found.get("/sign-in")
        started = list(below(found.process.pid))
    assert (found.process.returncode, [one for one in started if not ends(one)]) == (0, [])
    seed.drop()


def test_without_an_installation_it_is_refused_in_words(tmp_path: Path) -> None:
    nowhere = Site(tmp_path / "none", f"sqlite:///{tmp_path}/none.db", f"sqlite:///{tmp_path}/none.db")
    ran = nowhere.run("serve")
    assert (ran.code, "[settings.absent]" in ran.err) == (2, True)
