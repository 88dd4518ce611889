"""The command of the worker: does what the site asks for, until it is told to stop or nothing waits."""

from __future__ import annotations

import click

from webui.cli.context import installation
from webui.jobs import WORKERS
from webui.work import UntilTold, work, work_off


@click.command(name="work")
@click.option("--once", is_flag=True, help="Сделать то, что ждёт, и закончить.")
@click.option("--workers", default=WORKERS, show_default=True, help="Рабочих процессов.")
def work_command(once: bool, workers: int) -> None:
    """Выполнять работы, которые поручает сайт: печать, подписи, сохранение, проверки."""
    opened = installation()
    ended = work_off(opened, workers) if once else work(opened, workers, UntilTold())
    click.echo(f"Выполнено работ: {ended}.")


COMMANDS = (work_command,)
