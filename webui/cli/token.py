"""The commands `token …`: make a key pair on a token, and sign with it what the site asks.

They run where the token is plugged in, with neither database nor network: files come from the site's pages and go back
there. The PIN is asked without echo, or read from a file descriptor; it stands in no argument and is kept nowhere.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from records.errors import InputError, StateError
from signing.certification import token_request
from signing.credential import certificate_facts
from signing.pkcs11 import Access, KeyKind, OpenToken, TokenPlace, open_token
from signing.token_files import TokenRequest, read_request, write_answer
from webui.cli.context import environment
from webui.cli.given import read_given
from webui.cli.output import Overwriting, reserved

_KINDS = [kind.value for kind in KeyKind]
_LONGEST_PIN = 256

_module = click.option(
    "--module",
    type=click.Path(path_type=Path),
    envvar="LETOPIS_TOKEN_MODULE",
    required=True,
    help="Библиотека PKCS #11 токена; можно назвать в переменной LETOPIS_TOKEN_MODULE.",
)
_label = click.option(
    "--token", "label", default="", help="Метка токена; без неё — единственный вставленный."
)
_pin_fd = click.option("--pin-fd", type=int, help="Прочесть PIN-код из дескриптора, а не спрашивать.")
_output = click.option("-o", "--output", type=click.Path(path_type=Path), help="Куда записать.")
_force = click.option("--force", is_flag=True, help="Заменить файл, если он уже есть.")


@click.group()
def token() -> None:
    """Ключ подписи на токене: создать его и подписать им то, о чём просит сайт. Без базы данных и без сети."""


@token.command()
@_module
@_label
@click.option("--kind", type=click.Choice(_KINDS), default=_KINDS[0], show_default=True, help="Вид ключа.")
@click.option("--key", help="Метка ключа на токене; без неё — letopis и сегодняшний день.")
@click.option("--code", prompt="Одноразовый код", help="Код от секретаря.")
@_output
@_force
@_pin_fd
def request(
    module: Path,
    label: str,
    kind: str,
    key: str | None,
    code: str,
    output: Path | None,
    force: bool,
    pin_fd: int | None,
) -> None:
    """Создать ключ на токене (или взять созданный) и записать заявку на его сертификат."""
    named, path = key or f"letopis {_now():%Y-%m-%d}", output or Path("letopis-key.csr")
    with (
        reserved(path, _overwriting(force)) as put,
        _opened(module, label, pin_fd, Access.MAKE) as opened,
    ):
        made = opened.make(KeyKind(kind), named)
        put(token_request(made.public, code.strip(), made.sign))
    click.echo(f"Ключ «{named}» на токене. Заявка: {path}")
    click.echo("Пришлите её на странице «Мои дела» → «Мои ключи подписи» → «Ключ на токене».")


@token.command()
@click.argument("path", metavar="ЗАПРОС", type=click.Path(path_type=Path))
@_module
@_label
@_output
@click.option("--yes", is_flag=True, help="Не спрашивать, подписывать ли.")
@_force
@_pin_fd
def sign(
    path: Path, module: Path, label: str, output: Path | None, yes: bool, force: bool, pin_fd: int | None
) -> None:
    """Показать, что просят подписать, и подписать это ключом токена."""
    asked = _read(path)
    _show(asked)
    if not yes:
        click.confirm("Подписать?", abort=True)
    answer = output or path.with_name(f"{path.stem}-signed.json")
    with (
        reserved(answer, _overwriting(force)) as put,
        _opened(module, label, pin_fd, Access.SIGN) as opened,
    ):
        signer = opened.signer(asked.certificate, ())
        made = {one.id: asyncio.run(signer.sign(one.octets)) for one in asked.documents}
        put(write_answer(made))
    click.echo(f"Подписано: {len(made)}. Пришлите на той же странице сайта файл {answer}")


def _read(path: Path) -> TokenRequest:
    """The request of a file, if its time is not over by the clock of this computer."""
    try:
        asked = read_request(read_given(path))
    except OSError as error:
        raise InputError(
            "token.file",
            f"Файл {path} не читается: {error.strerror or error}.",
            f"the file {path} cannot be read: {error.strerror or error}",
        ) from error
    if _now() > asked.until:
        raise StateError(
            "token.too_old",
            f"Запрос устарел {asked.until.astimezone():%d.%m.%Y в %H:%M}: получите на сайте новый. Если часы этого "
            "компьютера спешат, сначала поправьте их.",
            f"the request ended at {asked.until.astimezone():%Y-%m-%d %H:%M}; get a new one on the site, or set the "
            "clock of this computer right",
        )
    return asked


def _show(asked: TokenRequest) -> None:
    click.echo(f"{asked.school}\nПодписывает: {asked.person}\nСертификат: {_facts(asked)}")
    for number, one in enumerate(asked.documents, 1):
        click.echo(f"{number:4}. {one.title}\n      SHA-256 файла {one.file}")


def _facts(asked: TokenRequest) -> str:
    found = certificate_facts(asked.certificate)
    return f"{found.name}, до {found.not_after:%d.%m.%Y}, SHA-256 {found.sha256}"


@contextmanager
def _opened(module: Path, label: str, pin_fd: int | None, access: Access) -> Iterator[OpenToken]:
    """The token, opened with the PIN of whoever sits there."""
    pin = click.prompt("PIN-код токена", hide_input=True) if pin_fd is None else _told(pin_fd)
    with open_token(TokenPlace(module, label), pin, access) as opened:
        yield opened


def _told(descriptor: int) -> str:
    try:
        return os.read(descriptor, _LONGEST_PIN).partition(b"\n")[0].decode()
    except (OSError, UnicodeDecodeError):
        raise InputError(
            "token.pin_fd",
            f"Из дескриптора {descriptor} PIN-код не прочесть.",
            f"no PIN can be read from descriptor {descriptor}",
        ) from None


def _overwriting(force: bool) -> Overwriting:
    return Overwriting.FORCED if force else Overwriting.REFUSED


def _now() -> datetime:
    return environment().clock(demo=True).now()


COMMANDS = (token,)
