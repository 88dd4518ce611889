"""The command `check`: one PDF or bag from anywhere, without the database; or the code on a paper copy, with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click

from records.digest import Json
from records.errors import InputError
from records.registers.paper import PaperAnswer, Standing, answer_for_paper, parse_printed
from records.times import rfc3339
from retention.checked import Checked, Pages, Under, Verdict
from retention.confined import check_path
from retention.paths import printable
from signing.authority import SchoolAuthority
from signing.errors import AuthorityError
from signing.report import SignatureFacts
from signing.trust import Trust, trust_from_pem
from webui.cli.archive import problem_line
from webui.cli.context import environment, installation, say_json
from webui.cli.given import read_given
from webui.installation import AUTHORITY
from webui.settings import Environment


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--code", help="Код с бумажной копии: строка под QR-кодом или то, что прочёл сканер.")
@click.option("--trust", "trust_file", type=click.Path(path_type=Path), help="Доверенные корни, файл PEM.")
@click.option("--json", "as_json", is_flag=True, help="Отчёт в JSON.")
@click.pass_context
def check(
    context: click.Context, path: Path | None, code: str | None, trust_file: Path | None, as_json: bool
) -> None:
    """Проверить один PDF или пакет откуда угодно, без базы данных; или ответить по коду с бумажной копии."""
    of = environment()
    if code is not None and path is None:
        context.exit(_answer_for_paper(code, as_json))
    if code is not None or path is None:
        raise InputError(
            "check.what",
            "Укажите что-то одно: путь к PDF или пакету, либо --code с бумажной копии.",
            "give either the path of a PDF or bag, or --code from a paper copy",
        )
    trust = _trust(trust_file, of.data / AUTHORITY)
    checked = check_path(path, trust, of.clock(demo=True).now())
    if as_json:
        say_json(_checked_json(checked, of))
    else:
        _say_checked(checked, of)
    context.exit(1 if checked.problems else 0)


_STANDINGS = {
    Standing.IN_FORCE: "есть в архиве, подписан и действует",
    Standing.WAITING: "есть, но в архив ещё не сдан",
    Standing.REPLACED: "заменён новой редакцией: эта копия устарела",
    Standing.UNSIGNED: "составлен, но подписан не всеми: заменён следующей редакцией",
    Standing.DESTROYED: "уничтожен по акту, срок хранения истёк",
    Standing.ISSUED: "выдан школой, с тех пор документы класса не менялись",
    Standing.OUTDATED: "выдан школой, но с тех пор документы класса исправлены: нужен новый",
    Standing.OTHER: "есть, но с другим содержанием: лист напечатан не с него",
    Standing.UNKNOWN: "не найден в этом архиве",
}


def _answer_for_paper(code: str, as_json: bool) -> int:
    opened, printed = installation(), parse_printed(code)
    with opened.workshop.transaction() as session:
        answer = answer_for_paper(session, opened.workshop.school, printed)
    if as_json:
        facts = {"standing": answer.standing.value, "title": answer.title, "revision": answer.revision}
        times = {"sealed_at": _moment(answer.sealed_at), "issued_at": _moment(answer.issued_at)}
        say_json({"record": printed.record, **facts, **times, "in_force": answer.in_force})
    else:
        click.echo(f"Документ {_named(answer, printed.record)}: {_STANDINGS[answer.standing]}.")
    return 0 if answer.standing in (Standing.IN_FORCE, Standing.ISSUED) else 1


def _moment(at: datetime | None) -> str | None:
    return rfc3339(at) if at else None


def _named(answer: PaperAnswer, record: str) -> str:
    if answer.issued_at:
        return f"«{answer.title}» от {rfc3339(answer.issued_at)}"
    return f"«{answer.title}», редакция {answer.revision}" if answer.title else record


def _trust(file: Path | None, authority: Path) -> Trust:
    """The roots of the file; without one those of the school in this installation, outside authorities among them."""
    try:
        return trust_from_pem(read_given(file) if file else SchoolAuthority.open(authority).trust_pem())
    except (OSError, AuthorityError) as error:
        raise InputError(
            "check.trust",
            f"Файл доверия {file or authority} не читается. "
            + ("" if file else "Укажите --trust: корневой сертификат школы, полученный от неё самой."),
            f"the trust file {file or authority} cannot be read; give --trust, the school's root certificate",
        ) from error


def _checked_json(checked: Checked, of: Environment) -> Json:
    return {
        "path": checked.path,
        "title": checked.title,
        "snapshot": checked.digest,
        "anchor": checked.anchor,
        "form": checked.form,
        "code": checked.code,
        "pages": checked.pages.value,
        **_indicated(checked.verdict),
        "signatures": [
            {
                "field": s.field,
                "signer": s.signer,
                **_indicated(s),
                "level": s.level.value,
                "claimed_at": _moment(s.claimed_at),
                "proven_at": _moment(s.proven_at),
                "coverage": s.coverage.value,
                "changes": s.changes.value,
                "algorithm": s.algorithm,
                "certificate": s.certificate.sha256,
                **_power_json(checked.power_of(s)),
            }
            for s in checked.signatures
        ],
        "problems": [p.json(of.language) for p in checked.problems],
    }


def _indicated(found: Verdict | SignatureFacts | None) -> Mapping[str, Json]:
    sub = found.sub_indication if found else None
    return {
        "indication": found.indication.value if found else None,
        "sub_indication": sub.value if sub else None,
    }


def _power_json(found: Under | None) -> Mapping[str, Json]:
    if found is None:
        return {}
    return {"power": {"number": found.number, "organisation": found.organisation, "ogrn": found.ogrn}}


def _say_signature(signature: SignatureFacts, of: Environment) -> None:
    """What is proven of one signature, in words."""
    sub = signature.sub_indication
    why = sub.sentence(of.language) if sub else signature.indication.sentence(of.language)
    name = signature.indication.value + (f"/{sub.value}" if sub else "")
    proven = f"время доказано {rfc3339(signature.proven_at)}" if signature.proven_at else "время не доказано"
    claimed = f", указано {rfc3339(signature.claimed_at)}" if signature.claimed_at else ""
    click.echo(f"  {signature.signer}: {signature.level.value}, {signature.algorithm}, {proven}{claimed}")
    click.echo(f"    {name}. {why}")
    click.echo(f"    {signature.coverage.sentence(of.language)} {signature.changes.sentence(of.language)}")


def _say_checked(checked: Checked, of: Environment) -> None:
    click.echo(checked.title or printable(checked.path))
    for signature in checked.signatures:
        _say_signature(signature, of)
        if under := checked.power_of(signature):
            click.echo(f"    {_POWER.format(under.number, under.organisation, under.ogrn)}")
    if checked.anchor:
        click.echo(f"  Журнал событий: {checked.anchor}")
    if checked.form:
        click.echo(f"  {_ISSUED.format(checked.code) if checked.code else _DRAFT}")
    click.echo(f"  {_PAGES[checked.pages]}")
    for problem in checked.problems:
        click.echo(f"  НАРУШЕНИЕ: {problem_line(problem, of)}")
    click.echo("Нарушений нет." if not checked.problems else f"Нарушений: {len(checked.problems)}.")


_POWER = "По доверенности (МЧД) {}, выдана: {}, ОГРН {}."
_DRAFT = "Черновик печатной формы, а не запись архива: он не подписан и в журнал событий не внесён."
_ISSUED = "Печатная форма, а не запись архива. Выдавала ли её школа, ответит letopis check --code «{}»."
_PAGES = {
    Pages.AGREE: "Страницы: каждая ячейка та же, что в данных файла.",
    Pages.DIFFER: "Страницы: не совпадают с данными файла.",
    Pages.NOT_COMPARED: "Страницы с данными файла не сверялись: напечатаны другой редакцией форм.",
}


COMMANDS = (check,)
