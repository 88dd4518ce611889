"""The command `letopis`: words in, use cases called, words or JSON out.

Exit codes: 0 done, 1 a problem was found in the records, 2 the command was wrong, 3 not allowed. An error is one
message in the reader's language, never a traceback. It decides nothing.
"""

from __future__ import annotations

import os
import sys

import click

from records.errors import LetopisError
from webui.cli import archive, bench, closing, holds, setup
from webui.cli.context import environment
from webui.settings import Environment


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="letopis", prog_name="letopis")
@click.pass_context
def letopis(context: click.Context) -> None:
    """Летопись: электронные классные журналы как документы архива."""
    context.obj = Environment.read(os.environ)


for module in (setup, closing, archive, holds, bench):
    for command in module.COMMANDS:
        letopis.add_command(command)


def main() -> None:
    """The entry point of the script `letopis`."""
    try:
        code = letopis.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Прервано. Повторите команду: работа продолжится.", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = 2
    except LetopisError as error:
        click.echo(f"{error.text(environment().language)} [{error.code}]", err=True)
        code = error.exit_code
    sys.exit(code if isinstance(code, int) else 0)
