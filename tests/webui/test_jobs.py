"""Worker processes: what they do, what they say when they cannot, and what is said when they die."""

from __future__ import annotations

import os
import signal
from concurrent.futures import Future, ProcessPoolExecutor

import pytest

from records.errors import StateError
from retention.closing import Task
from tests.flow.site import AT, Site
from webui import jobs
from webui.jobs import Failure, LocalRunner, TaskFailedError
from webui.settings import Environment

Steps = list[tuple[str, int, int]]


def runner(site: Site, steps: Steps, workers: int = 1) -> LocalRunner:
    return LocalRunner(Environment.read(site.environ()), lambda *step: steps.append(step), workers)


def journal_of(site: Site) -> str:
    """A key of the first half-year that nobody has confirmed."""
    with site.owning() as engine, engine.connect() as connection:
        row = connection.exec_driver_sql(
            "SELECT journal_id || '/' || period_id FROM journal_period WHERE state = 'open' LIMIT 1"
        )
        return str(row.scalar_one())


def failed(site: Site, task: Task, keys: list[str]) -> TaskFailedError:
    with runner(site, []) as running, pytest.raises(TaskFailedError) as error:
        running.run(task, keys, AT, "документы")
    return error.value


def test_a_worker_does_what_it_is_given(bare: Site) -> None:
    key = journal_of(bare)
    with runner(bare, []) as running:
        running.run(Task.CONFIRM, [key], AT, "черновики")
    with bare.owning() as engine, engine.connect() as connection:
        states = connection.exec_driver_sql("SELECT count(*) FROM journal_period WHERE state = 'confirmed'")
        assert states.scalar_one() == 1


def test_progress_begins_at_nothing_and_ends_at_all(bare: Site) -> None:
    steps: Steps = []
    with runner(bare, steps) as running:
        running.run(Task.CONFIRM, [journal_of(bare)], AT, "черновики")
    assert steps == [("черновики", 0, 1), ("черновики", 1, 1)]


def test_no_work_is_no_error(bare: Site) -> None:
    with runner(bare, []) as running:
        running.run(Task.COMPLETE, [], AT, "документы")


def test_the_code_of_a_failing_task_crosses_the_process(bare: Site) -> None:
    assert failed(bare, Task.COMPLETE, ["нет"]).code == "record.unknown"


@pytest.mark.parametrize(("language", "words"), [("ru", "Документа нет нет"), ("en", "no record нет")])
def test_the_message_of_a_failing_task_crosses_the_process(bare: Site, language: str, words: str) -> None:
    error = failed(bare, Task.COMPLETE, ["нет"])
    assert words in (error.ru if language == "ru" else error.en)


def test_the_other_tasks_are_finished_when_one_fails(autumn: Site) -> None:
    steps: Steps = []
    records = [record["id"] for record in autumn.run("records", "--json").json]
    with runner(autumn, steps) as running, pytest.raises(TaskFailedError):
        running.run(Task.COMPLETE, ["нет", *records], AT, "документы")
    assert steps[-1] == ("документы", 4, 4)


def test_a_failure_keeps_its_exit_code() -> None:
    assert TaskFailedError(Failure("rows.frozen", "нельзя", "no", 3)).exit_code == 3


def test_a_worker_that_dies_is_reported_with_what_to_do(bare: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    submit = ProcessPoolExecutor.submit

    def killed(self: ProcessPoolExecutor, *_: object) -> Future[object]:
        return submit(self, signal.raise_signal, signal.SIGKILL)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", killed)
    with runner(bare, []) as running, pytest.raises(StateError) as error:
        running.run(Task.COMPLETE, ["any"], AT, "документы")
    assert error.value.code == "jobs.worker_died"


def test_a_worker_that_cannot_open_the_installation_is_reported(bare: Site) -> None:
    (bare.data / "keys" / "log.key").unlink()
    with runner(bare, []) as running, pytest.raises(StateError) as error:
        running.run(Task.COMPLETE, ["any"], AT, "документы")
    assert error.value.code == "settings.log_key"


def test_a_task_in_a_process_that_opened_nothing_fails() -> None:
    failure = jobs._work(Task.COMPLETE, "any", AT)
    assert failure is not None
    assert failure.code == "jobs.not_opened"


def test_an_unforeseen_exception_of_a_worker_is_told_in_one_line(bare: Site) -> None:
    with runner(bare, []) as running, pytest.raises(StateError) as error:
        running.run(Task.CONFIRM, ["not a key"], AT, "черновики")
    assert error.value.code == "jobs.internal"


def test_workers_are_other_processes(bare: Site) -> None:
    with runner(bare, []) as running:
        assert running._pool.submit(os.getpid).result() != os.getpid()
