"""The local runner: gives tasks of the closing chain to worker processes and shows their progress.

Our tables are the truth and every step is idempotent, so a worker may die at any moment: repeat the command and it
goes on. One machine only; it knows what a task is called, not what it does.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import wait as wait_for
from threading import Thread

from records.documents.typecase import case_for
from records.errors import StateError
from retention.closing import Task, perform
from retention.jobs.doing import do_job
from retention.workshop import Workshop
from webui.errands import ERRANDS
from webui.installation import open_installation
from webui.settings import Environment
from webui.unexpected import foreseen, in_a_line

WORKERS = 2
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """What stopped a task, in a form that crosses processes."""

    code: str
    ru: str
    en: str
    exit_code: int


class TaskFailedError(StateError):
    """A worker's task was stopped by an error of ours."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.code, failure.ru, failure.en)
        self.exit_code = failure.exit_code  # type: ignore[misc]


_NOT_OPENED = Failure(
    "jobs.not_opened",
    "Рабочий процесс не открыл установку; сообщите разработчикам.",
    "the worker process opened no installation; tell the developers",
    2,
)
_workshop: Workshop | Failure = _NOT_OPENED


def _failure(error: Exception) -> Failure:
    if known := foreseen(error):
        return Failure(known.code, known.ru, known.en, known.exit_code)
    what = in_a_line(error)
    return Failure(
        "jobs.internal",
        f"Внутренняя ошибка рабочего процесса: {what}. Сделанное сохранено; сообщите разработчикам.",
        f"internal error of a worker process: {what}; what was done is kept, tell the developers",
        2,
    )


def _end_with(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)


def _open(environment: Environment) -> None:
    global _workshop  # a worker process opens its installation once
    # Workers hold the pipe of the tasks open for each other: a parent that was killed would never be missed there.
    if parent := multiprocessing.parent_process():
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    try:
        _workshop = open_installation(environment).workshop
        case_for(())  # type is cast before the freeze, else every collection walks over what made it
    except Exception as error:
        # A pool whose initializer raises says only that it is broken: the first task tells the reason.
        _workshop = _failure(error)
    # Printing makes millions of short-lived objects; collecting cycles during it costs a third (findings.md).
    gc.freeze()
    gc.disable()


def _work(task: Task, key: str, at: datetime) -> Failure | None:
    return _guarded(lambda workshop: perform(workshop, task, key, at))


def _do_job(job: str, at: datetime) -> Failure | None:
    return _guarded(lambda workshop: do_job(workshop, job, at, ERRANDS))


def _guarded(work: Callable[[Workshop], None]) -> Failure | None:
    if not isinstance(_workshop, Workshop):
        return _workshop
    try:
        work(_workshop)
    except Exception as error:
        return _failure(error)
    finally:
        gc.collect()
    return None


class LocalRunner:
    """Runs tasks in `workers` processes that live as long as the runner."""

    def __init__(self, environment: Environment, progress: Progress, workers: int = WORKERS) -> None:
        self._progress = progress
        # Imports take longer than most tasks: one process makes them, and workers are forked from it, which has no
        # threads and no connections. With this process it ends.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["__main__", "webui.readied"])
        self._pool = ProcessPoolExecutor(
            workers,
            mp_context=context,
            initializer=_open,
            initargs=(environment,),
        )

    def __enter__(self) -> LocalRunner:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def submit(self, job: str, at: datetime) -> Future[Failure | None]:
        """Let a worker do a job of the queue. Raises BrokenProcessPool once a worker has died."""
        return self._pool.submit(_do_job, job, at)

    def run(self, task: Task, keys: Sequence[str], at: datetime, title: str) -> None:
        """Do the task for every key; raises the first error once the others have finished."""
        self._progress(title, 0, len(keys))
        try:
            self._wait({self._pool.submit(_work, task, key, at) for key in keys}, title, len(keys))
        except BrokenProcessPool:
            raise StateError(
                "jobs.worker_died",
                "Рабочий процесс прерван. Повторите команду: работа продолжится с того же места.",
                "a worker process died; repeat the command, it goes on from where it was",
            ) from None

    def _wait(self, pending: set[Future[Failure | None]], title: str, total: int) -> None:
        failures = []
        while pending:
            done, pending = wait(pending, return_when=FIRST_COMPLETED)
            failures += [failure for future in done if (failure := future.result())]
            self._progress(title, total - len(pending), total)
        if failures:
            raise TaskFailedError(failures[0])
