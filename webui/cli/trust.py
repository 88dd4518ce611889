"""The command `letopis trust`: which outside authorities the school believes, and their revocation lists.

It takes files and fetches nothing; what may be added signing/trusting.py says. Each change of whom the school believes
is an event of the log.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from cryptography import x509

from records.actor import system_actor
from records.digest import Json
from records.log.audit import EventKind, append_event
from records.times import local, rfc3339
from retention.publication import publish
from retention.workshop import Workshop
from signing.credential import certificate_facts
from signing.outside import Authority
from signing.trusting import find, look, put, retire
from webui.cli.context import installation, now, say_json


@click.group()
def trust() -> None:
    """Внешние удостоверяющие центры (КЭП): кому школа верит, и их списки отзыва."""


@trust.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def add(files: tuple[Path, ...]) -> None:
    """Добавить сертификаты удостоверяющих центров и их списки отзыва (PEM или DER)."""
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    outside = workshop.authority.outside
    brought = look(outside, [(path.name, path.read_bytes()) for path in files], at)
    for one in brought:
        if one.crl is None:
            _tell(workshop, one.authority, "added", at)
        put(outside, one)
        what = "сертификат центра" if one.crl is None else "список отзыва центра"
        click.echo(f"Добавлен {what} «{certificate_facts(one.authority).name}»\n    SHA-256 {one.sha256}")
    if not brought:
        click.echo("Всё это уже добавлено.")
        return
    publish(workshop, at)
    if any(one.crl is None for one in brought):
        click.echo("Сверьте отпечатки с теми, что публикует Минцифры (e-trust.gosuslugi.ru) или сам центр.")


@trust.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Отчёт в JSON.")
def list_authorities(as_json: bool) -> None:
    """Показать внешние центры и сроки их списков отзыва."""
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    found = workshop.authority.outside.authorities()
    if as_json:
        say_json({"authorities": [_json(one) for one in found]})
        return
    with workshop.reading() as session:
        zone = workshop.zone(session)
    for one in found:
        click.echo(_words(one, at, zone))
    if not found:
        click.echo("Внешних центров нет: подписи КЭП не принимаются.")


@trust.command()
@click.argument("fingerprint")
def remove(fingerprint: str) -> None:
    """Больше не принимать подписи по сертификатам центра (отпечаток показывает letopis trust list).

    Подписанное раньше остаётся действительным: корень центра остаётся в файлах доверия.
    """
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    outside = workshop.authority.outside
    authority = find(outside, fingerprint)
    _tell(workshop, authority.certificate, "retired", at)
    retire(outside, authority)
    publish(workshop, at)
    click.echo(
        f"Центр «{certificate_facts(authority.certificate).name}» исключён: новые подписи не принимаются."
    )


def _tell(workshop: Workshop, certificate: x509.Certificate, state: str, at: datetime) -> None:
    """The log first: a crash leaves an event of a change that the same command then makes, and tells again."""
    facts = certificate_facts(certificate)
    subject: dict[str, Json] = {"name": facts.subject, "sha256": facts.sha256, "state": state}
    actor = system_actor("administrator", workshop.school)
    with workshop.transaction() as session:
        append_event(session, workshop.school, EventKind.TRUST_CHANGED, actor, at, subject, workshop.entropy)


def _words(one: Authority, at: datetime, zone: str) -> str:
    facts = certificate_facts(one.certificate)
    return "\n    ".join(
        (
            f"{facts.name}{' (исключён)' if one.retired else ''}",
            f"SHA-256 {facts.sha256}",
            f"действует {local(facts.not_before, zone):%d.%m.%Y}–{local(facts.not_after, zone):%d.%m.%Y}",
            _list_words(one.next_update, at, zone),
        )
    )


def _list_words(until: datetime | None, at: datetime, zone: str) -> str:
    if until is None:
        return "списка отзыва нет: подписать его сертификатами нельзя"
    told = f"{local(until, zone):%d.%m.%Y %H:%M}"
    return f"список отзыва до {told}" if at <= until else f"СПИСОК ОТЗЫВА УСТАРЕЛ {told}: добавьте новый"


def _json(one: Authority) -> Json:
    facts = certificate_facts(one.certificate)
    return {
        "sha256": facts.sha256,
        "subject": facts.subject,
        "issuer": facts.issuer,
        "not_before": rfc3339(facts.not_before),
        "not_after": rfc3339(facts.not_after),
        "retired": one.retired,
        "next_update": rfc3339(one.next_update) if one.next_update else None,
    }


COMMANDS = (trust,)
