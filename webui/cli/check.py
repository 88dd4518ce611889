"""The command `check`: one PDF or bag from anywhere, without the database."""

from __future__ import annotations

from pathlib import Path

import click

from records.digest import Json
from records.errors import InputError
from records.times import rfc3339
from retention.check import Checked
from retention.confined import check_path
from retention.paths import printable
from signing.trust import Trust, trust_from_pem
from webui.cli.archive import problem_line
from webui.cli.context import environment, say_json
from webui.cli.given import read_given
from webui.installation import AUTHORITY
from webui.settings import Environment


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--trust", "trust_file", type=click.Path(path_type=Path), help="Доверенные корни, файл PEM.")
@click.option("--json", "as_json", is_flag=True, help="Отчёт в JSON.")
@click.pass_context
def check(context: click.Context, path: Path, trust_file: Path | None, as_json: bool) -> None:
    """Проверить один PDF или пакет откуда угодно, без базы данных."""
    of = environment()
    trust = _trust(trust_file or of.data / AUTHORITY / "root.pem", explicit=trust_file is not None)
    checked = check_path(path, trust, of.clock(demo=True).now())
    if as_json:
        say_json(_checked_json(checked, of))
    else:
        _say_checked(checked, of)
    context.exit(1 if checked.problems else 0)


def _trust(file: Path, *, explicit: bool) -> Trust:
    try:
        return trust_from_pem(read_given(file))
    except OSError as error:
        raise InputError(
            "check.trust",
            f"Файл доверия {file} не читается. "
            + ("" if explicit else "Укажите --trust: корневой сертификат школы, полученный от неё самой."),
            f"the trust file {file} cannot be read; give --trust, the school's root certificate",
        ) from error


def _checked_json(checked: Checked, of: Environment) -> Json:
    return {
        "path": checked.path,
        "title": checked.title,
        "snapshot": checked.digest,
        "anchor": checked.anchor,
        "signatures": [
            {
                "field": s.field,
                "signer": s.signer,
                "level": s.level.value,
                "claimed_at": rfc3339(s.claimed_at) if s.claimed_at else None,
                "proven_at": rfc3339(s.proven_at),
                "certificate": s.certificate.sha256,
            }
            for s in checked.signatures
        ],
        "problems": [p.json(of.language) for p in checked.problems],
    }


def _say_checked(checked: Checked, of: Environment) -> None:
    click.echo(checked.title or printable(checked.path))
    for signature in checked.signatures:
        click.echo(
            f"  {signature.signer}: {signature.level.value}, время доказано {rfc3339(signature.proven_at)}"
        )
    if checked.anchor:
        click.echo(f"  Журнал событий: {checked.anchor}")
    for problem in checked.problems:
        click.echo(f"  НАРУШЕНИЕ: {problem_line(problem, of)}")
    click.echo("Нарушений нет." if not checked.problems else f"Нарушений: {len(checked.problems)}.")


COMMANDS = (check,)
