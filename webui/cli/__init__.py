"""The command `letopis`: words in, use cases called, words or JSON out.

Exit codes: 0 done, 1 a problem was found in the records, 2 the command was wrong, 3 not allowed. An error is one
message in the reader's language, never a traceback. Commands are loaded when they are called: worker processes
start by importing this module. It decides nothing.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from records.errors import LetopisError
from webui.settings import Environment
from webui.unexpected import explain

COMMANDS = {
    "demo": "setup",
    "init": "setup",
    "migrate": "setup",
    "import": "setup",
    "serve": "setup",
    "work": "work",
    "readiness": "closing",
    "draft": "closing",
    "summary": "summary",
    "cutoff": "closing",
    "close-year": "closing",
    "sign": "sign",
    "decline": "sign",
    "resend": "sign",
    "report-signatures": "reports",
    "token": "token",
    "correct": "amend",
    "supplement": "amend",
    "records": "listing",
    "verify": "archive",
    "check": "check",
    "print": "print",
    "repair": "archive",
    "due": "holds",
    "hold": "holds",
    "account": "accounts",
    "compromise": "compromise",
    "policy": "policy",
    "trust": "trust",
    "power": "power",
    "mail": "mail",
    "doctor": "doctor",
    "schedule": "schedule",
    "bench": "bench",
}


class LazyGroup(click.Group):
    """A group whose commands come from the modules beside this one, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Every command, in the order of a school's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        found: tuple[click.Command, ...] = import_module(f"webui.cli.{COMMANDS[cmd_name]}").COMMANDS
        return next(command for command in found if command.name == cmd_name)


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(package_name="letopis", prog_name="letopis")
@click.pass_context
def letopis(context: click.Context) -> None:
    """Летопись: электронные классные журналы как документы архива."""
    context.obj = Environment.read(os.environ)


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
        code = _say(error)
    except Exception as error:
        if "LETOPIS_DEBUG" in os.environ:
            raise
        code = _say(explain(error))
    sys.exit(code if isinstance(code, int) else 0)


def _say(error: LetopisError) -> int:
    click.echo(f"{error.text(Environment.language_of(os.environ))} [{error.code}]", err=True)
    return error.exit_code
