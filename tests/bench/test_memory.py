"""Peaks are those of the processes that took the memory; sha512sum really reads what it is compared over."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from bench.memory import MANIFEST, sum_up
from bench.peak import peak, watch

MEGABYTE = 2**20  # a command takes 128 of them and then counts, so that it lives until it is looked at


def python(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-c", *words)


def test_the_peak_of_a_command_is_its_own() -> None:
    assert watch(python("taken = b'x' * 2**27; sum(range(3 * 10**7))"), os.environ).own > 128 * MEGABYTE


def test_memory_that_was_given_back_still_counts() -> None:
    taken = "taken = b'x' * 2**27; del taken; sum(range(3 * 10**7))"
    assert watch(python(taken), os.environ).own > 128 * MEGABYTE


def test_the_peaks_below_a_command_are_told_apart_from_its_own() -> None:
    inner = "taken = b'x' * 2**27; sum(range(3 * 10**7))"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    found = watch(python(outer), os.environ)
    assert found.own < 128 * MEGABYTE < found.below[0]


def test_what_a_command_prints_is_kept() -> None:
    assert watch(python("print('сделано')"), os.environ).printed == "сделано\n"


def test_a_command_that_fails_is_told() -> None:
    with pytest.raises(CalledProcessError):
        watch(python("raise SystemExit(3)"), os.environ)


def test_a_process_that_is_gone_has_no_peak() -> None:
    with pytest.raises(OSError, match="No such file"):
        peak(2**22 + 1)


def test_the_peer_of_verification_finds_a_changed_byte(tmp_path: Path) -> None:
    (tmp_path / "record").write_bytes(b"one")
    (tmp_path / MANIFEST).write_text(f"{hashlib.sha512(b'other').hexdigest()}  record\n")
    with pytest.raises(CalledProcessError):
        sum_up([tmp_path])
