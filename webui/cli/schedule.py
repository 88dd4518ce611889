"""The command `letopis schedule`: what the worker does by itself and when; the same rows as the site's page.

It shows and sets; the worker (`letopis work`) does.
"""

from __future__ import annotations

import click

from records.actor import system_actor
from records.digest import Json
from records.times import local, rfc3339
from retention.publication import publish
from retention.schedules.keeping import Scheduled, schedules, set_schedule
from retention.schedules.kinds import DEFAULTS, ScheduleKind, Setting
from retention.schedules.rhythm import parse
from webui.cli.context import installation, now, say_json

_KINDS = {
    ScheduleKind.PUBLISH: "дерево журнала событий",
    ScheduleKind.REMIND: "напоминания",
    ScheduleKind.TIDY: "уборка",
    ScheduleKind.VERIFY_SAMPLE: "проверка выборки",
    ScheduleKind.VERIFY_ALL: "полная проверка",
}


@click.group()
def schedule() -> None:
    """Расписания: что рабочий процесс делает сам и когда."""


@schedule.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Отчёт в JSON.")
def list_schedules(as_json: bool) -> None:
    """Показать расписания и последний раз каждого."""
    workshop = installation().workshop
    with workshop.reading() as session:
        zone, found = workshop.zone(session), schedules(session, workshop.school, 1)
    if as_json:
        say_json({"schedules": [_json(one) for one in found]})
        return
    for one in found:
        click.echo(_line(one, zone))


@schedule.command(name="set")
@click.argument("kind", type=click.Choice([kind.value for kind in ScheduleKind]))
@click.argument("rhythm")
@click.option("--share", type=int, default=None, help="Доля выборки, в процентах.")
def set_one(kind: str, rhythm: str, share: int | None) -> None:
    """Изменить: minutes/5, daily/03:30, weekly/7/03:00, monthly/1/02:00, quarterly/1/02:00 или off."""
    opened = installation()
    workshop, at, which = opened.workshop, now(opened), ScheduleKind(kind)
    with workshop.transaction() as session:
        before = {one.kind: one.setting for one in schedules(session, workshop.school, 0)}[which]
        off = rhythm == "off"
        setting = Setting(
            before.rhythm if off else parse(rhythm),
            on=not off,
            share=share if share is not None else before.share or DEFAULTS[which].share,
        )
        actor = system_actor("administrator", workshop.school)
        set_schedule(session, actor, which, setting, at, workshop.zone(session), workshop.entropy)
    publish(workshop, at)
    click.echo(f"{_KINDS[which]}: {'выключено' if off else setting.rhythm.spelled}.")


def _line(one: Scheduled, zone: str) -> str:
    when = one.setting.rhythm.spelled if one.setting.on else "выключено"
    share = f" {one.setting.share} %" if one.setting.share else ""
    following = f"следующий раз {local(one.next_at, zone):%d.%m.%Y %H:%M}" if one.next_at else "не назначено"
    latest = "; ".join(
        f"последний раз {local(run.due_at, zone):%d.%m.%Y %H:%M}: {job.state}" for run, job in one.runs
    )
    return f"{one.kind.value:<14} {when:<20} {following}{'; ' + latest if latest else ''}  ({_KINDS[one.kind]}{share})"


def _json(one: Scheduled) -> Json:
    return {
        "kind": one.kind.value,
        "rhythm": one.setting.rhythm.spelled,
        "on": one.setting.on,
        "share": one.setting.share,
        "next": rfc3339(one.next_at) if one.next_at else None,
        "runs": [
            {"due": rfc3339(run.due_at), "asked": rfc3339(run.asked_at), "state": job.state, "code": job.code}
            for run, job in one.runs
        ],
    }


COMMANDS = (schedule,)
