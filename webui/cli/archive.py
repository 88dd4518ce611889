"""Commands that read every copy: verify, repair."""

from __future__ import annotations

import time
from contextlib import suppress

import click

from records.digest import Json
from records.errors import LetopisError
from retention.mend import Hopeless, Mended, mend_archive, mend_log
from retention.publication import publish
from retention.verification.report import Problem, Report
from retention.verification.since import compare_with_kept
from retention.verify import verify_archive, verify_record
from webui.cli.context import installation, now, say_json, show_progress
from webui.cli.kept import kept_checkpoint
from webui.settings import Environment

_json = click.option("--json", "as_json", is_flag=True, help="Отчёт в JSON.")


@click.command()
@click.argument("record", required=False)
@click.option("--year", help="Только этот учебный год, например 2025/2026.")
@click.option("--since", help="Контрольная точка журнала событий, сохранённая раньше: файл или его текст.")
@_json
@click.pass_context
def verify(
    context: click.Context, record: str | None, year: str | None, since: str | None, as_json: bool
) -> None:
    """Перечитать каждый байт каждой копии; проверить подписи, журнал событий, полноту."""
    opened = installation()
    at, started = now(opened), time.perf_counter()
    exposed = compare_with_kept(opened.workshop, kept_checkpoint(since)) if since is not None else ()

    def progress(done: int, total: int) -> None:
        show_progress("проверка", done, total)

    report = (
        verify_record(opened.workshop, record, at, progress)
        if record
        else verify_archive(opened.workshop, year, at, progress)
    )
    report.problems.extend(exposed)
    if since is not None and not exposed and not as_json:
        click.echo("Журнал событий продолжает сохранённую контрольную точку: прошлое не переписано.")
    seconds = round(time.perf_counter() - started, 3)
    if as_json:
        say_json(_report_json(report, seconds, opened.environment))
    else:
        _say_report(report, seconds, opened.environment)
    # What was found is an event of the log. Where log, location or catalogue is in doubt nothing is written: they
    # are evidence.
    if not any(p.code.startswith(("log.", "location.", "catalogue.")) for p in report.problems):
        with suppress(LetopisError):
            publish(opened.workshop, at)
    context.exit(1 if report.problems else 0)


def _report_json(report: Report, seconds: float, of: Environment) -> dict[str, object]:
    return {
        "records": report.records,
        "replicas": report.replicas,
        "bytes": report.bytes,
        "seconds": seconds,
        "problems": [p.json(of.language) for p in report.problems],
        "warnings": [p.json(of.language) for p in report.warnings],
        "expected": [e.json() for e in report.expected],
    }


def _say_report(report: Report, seconds: float, of: Environment) -> None:
    click.echo(
        f"Документов {report.records}, копий {report.replicas}, прочитано {report.bytes / 1e6:.1f} МБ "
        f"за {seconds:.1f} с."
    )
    states = [e.state for e in report.expected]
    if states:
        click.echo(
            f"Полнота: ожидается {len(states)}, на месте {states.count('present')}, "
            f"нет {states.count('missing')}, не закрыто в срок {states.count('open')}."
        )
    for warning in report.warnings[:10]:
        click.echo(f"  Внимание: {warning.ru} [{warning.code}]")
    if len(report.warnings) > 10:
        click.echo(f"  … и ещё предупреждений: {len(report.warnings) - 10} (все — в --json)")
    for alike in _alike(report.problems):
        for problem in alike[:_SHOWN]:
            click.echo(f"  НАРУШЕНИЕ: {problem_line(problem, of)}")
        if len(alike) > _SHOWN:
            click.echo(f"  … и ещё таких же [{alike[0].code}]: {len(alike) - _SHOWN} (все — в --json)")
    click.echo("Нарушений нет." if not report.problems else f"Нарушений: {len(report.problems)}.")


_SHOWN = 10


def _alike(problems: list[Problem]) -> list[list[Problem]]:
    """Problems of one location and code together, in the order of the first of each."""
    found: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        found.setdefault((problem.location, problem.code), []).append(problem)
    return list(found.values())


def problem_line(problem: Problem, of: Environment) -> str:
    """A problem for people: where, what, code."""
    where = " · ".join(part for part in (problem.location, problem.path, problem.record) if part)
    return f"{where}: {problem.ru if of.language == 'ru' else problem.en} [{problem.code}]"


@click.command()
@_json
@click.pass_context
def repair(context: click.Context, as_json: bool) -> None:
    """Восстановить повреждённые и пропавшие копии из целой; повреждённую отложить в quarantine."""
    opened = installation()
    at = now(opened)
    mended, hopeless = mend_archive(opened.workshop, at)
    restored, failed = mend_log(opened.workshop, at)
    hopeless += failed
    if as_json:
        say_json(_mended_json(mended, hopeless, restored, opened.environment))
    else:
        for done in mended:
            aside = f"; повреждённая отложена: {done.aside}" if done.aside else ""
            click.echo(f"Восстановлено в «{done.location}» из «{done.source}»: {done.title}{aside}")
        for lost in hopeless:
            click.echo(f"НЕ ВОССТАНОВЛЕНО в «{lost.location}»: {lost.title}. {lost.ru} [{lost.code}]")
        for location, path in restored:
            click.echo(f"Восстановлено в «{location}»: {path}")
        click.echo(
            f"Восстановлено копий: {len(mended)}, файлов журнала событий: {len(restored)}; "
            f"не удалось: {len(hopeless)}."
        )
    context.exit(1 if hopeless else 0)


def _mended_json(
    mended: tuple[Mended, ...],
    hopeless: tuple[Hopeless, ...],
    restored: tuple[tuple[str, str], ...],
    of: Environment,
) -> Json:
    return {
        "log": [{"location": location, "path": path} for location, path in restored],
        "repaired": [
            {"record": m.record, "location": m.location, "source": m.source, "aside": m.aside} for m in mended
        ],
        "failed": [
            {
                "record": h.record,
                "location": h.location,
                "code": h.code,
                "detail": h.ru if of.language == "ru" else h.en,
            }
            for h in hopeless
        ],
    }


COMMANDS = (verify, repair)
