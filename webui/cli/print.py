"""The command `print`: every form of the secretary, filled from the catalogue, as PDF with its data as JSON inside.

Hands sign what it prints. That a paper was issued enters the log, and each page bears its code; a draft bears none.
Nothing is handed over or destroyed by it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from records.actor import Actor
from records.digest import sha256
from records.documents.assemble import count_pages
from records.documents.forms.binding_sheet import Printing
from records.documents.forms.parts import Form
from records.documents.forms.twin import encode
from records.documents.prose import print_form
from records.errors import InputError
from records.registers.record import get_record
from retention.papers.acts import dispositions
from retention.papers.desk import Desk, open_desk
from retention.papers.issuing import issue
from retention.papers.order import Bound, Given, Order
from retention.publication import publish
from webui.cli.context import find_class, installation, now, say_json, show_progress
from webui.cli.orders import read_day, read_pages, read_people, read_person, read_protocol, read_sections
from webui.cli.output import Overwriting, is_folder, reserved
from webui.cli.papers import PAPERS
from webui.installation import Installation

_ODD = re.compile(r"[^\w.-]+")
_LONGEST = 30  # characters of a part of a file's name


@click.command(name="print")
@click.argument("form", required=False, metavar="ФОРМА")
@click.option("--list", "listing", is_flag=True, help="Какие формы есть и что им нужно.")
@click.option("--class", "name", help="Класс, например 9А.")
@click.option("--year", help="Учебный год, например 2025/2026; без него — последний.")
@click.option("--pupil", help="Ученик: фамилия, имя, отчество или их начало.")
@click.option("--record", help="Документ: номер из letopis records.")
@click.option("--index", help="Индекс дела; без него — классный журнал.")
@click.option("--volume", type=int, help="Номер тома; без него — первый.")
@click.option("--pages", help="Страницы каждого тома через запятую, например 64,56.")
@click.option("--one-side", is_flag=True, help="Журнал напечатан с одной стороны листа.")
@click.option("--bound", is_flag=True, help="Журналы переплетены: сосчитать тома и листы.")
@click.option("--act-year", type=int, help="Год акта об уничтожении; без него — текущий.")
@click.option("--number", help="Номер бумаги; без него — от руки.")
@click.option("--date", "dated", help="Дата бумаги, например 26.06.2026; без неё — от руки.")
@click.option("--place", help="Место составления.")
@click.option("--basis", help="Основание: приказ, решение, заявление.")
@click.option("--condition", help="Состояние дел или условия хранения.")
@click.option("--storage", help="Место хранения: кабинет, шкаф, полка.")
@click.option("--addressee", help="Кому справка.")
@click.option("--text", "paragraphs", multiple=True, help="Абзац справки; можно повторять.")
@click.option("--section", "sections", multiple=True, help="Раздел номенклатуры: «02=Учебная работа».")
@click.option("--protocol", help="Протокол экспертной комиссии: «4 от 25.06.2026».")
@click.option("--member", "members", multiple=True, help="Член комиссии: «Должность; Фамилия И. О.».")
@click.option("--giver", help="Кто передаёт: «Должность; Фамилия И. О.».")
@click.option("--taker", help="Кто принимает: «Должность; Фамилия И. О.».")
@click.option("--draft", is_flag=True, help="Черновик: без кода, в журнал событий не вносится.")
@click.option("--output", type=click.Path(path_type=Path), help="Файл или папка; без него — здесь.")
@click.option("--force", is_flag=True, help="Заменить файл, который уже есть.")
@click.option("--json", "as_json", is_flag=True, help="Отчёт и данные формы в JSON.")
def print_command(form: str | None, listing: bool, **given: Any) -> None:
    """Напечатать бумагу из каталога: опись, реестр, акт, выписку. Чего каталог не знает, дают ключи или перо.

    \b
    letopis print --list
    letopis print year_end_list --class 9А
    letopis print extract --class 9А --pupil "Соколова Елена" --date 26.06.2026
    """
    if listing:
        _say_papers()
        return
    paper = PAPERS.get(form or "")
    if form is None or paper is None:
        known = ", ".join(PAPERS)
        raise InputError("print.form", f"Укажите форму: {known}.", f"name a form: {known}")
    paper.check(form, given)
    opened = installation()
    at = now(opened)
    desk = open_desk(opened.workshop, _order(opened, given), at, _progress)
    value, path = paper.build(desk), _path(given["output"], form, desk)
    with reserved(path, Overwriting.FORCED if given["force"] else Overwriting.REFUSED) as put:
        pdf = print_form(value, None) if given["draft"] else _issued(desk, value, at)
        put(pdf)
    if not given["draft"]:
        publish(opened.workshop, at)
    if given["as_json"]:
        facts = {"form": form, "title": value.title, "path": str(path), "pages": count_pages(pdf)}
        say_json({**facts, "bytes": len(pdf), "sha256": sha256(pdf), "value": encode(value)})
        return
    click.echo(f"{value.title}: {path}, страниц {count_pages(pdf)}.")
    if form == "destruction_act":
        _say_retained(desk)


def _issued(desk: Desk, form: Form, at: datetime) -> bytes:
    actor = Actor("administrator", "console", desk.workshop.school)
    return issue(desk.workshop, actor, form, desk.order.class_id or None, at)


def _say_papers() -> None:
    width = max(map(len, PAPERS))
    for name, paper in PAPERS.items():
        needs = f" (нужно: {', '.join(paper.options)})" if paper.needs else ""
        click.echo(f"{name:<{width}}  {paper.title}{needs}")


def _say_retained(desk: Desk) -> None:
    for found in dispositions(desk):
        if not found.eligible:
            words = "; ".join(reason.words for reason in found.reasons)
            click.echo(f"  Не вошло: {found.dossier.index} {found.dossier.heading} — {words}.")


def _progress(done: int, total: int) -> None:
    show_progress("чтение", done, total)


def _order(opened: Installation, given: Mapping[str, Any]) -> Order:
    name, year = given["name"], given["year"]
    of_class = find_class(opened.workshop, name, year).id if name else _class_of(opened, given["record"])
    return Order(
        year=year,
        class_id=of_class,
        pupil=given["pupil"] or "",
        record=given["record"] or "",
        index=given["index"] or "",
        volume=given["volume"] or 1,
        act_year=given["act_year"],
        bound=_bound(given),
        given=_given(given),
    )


def _class_of(opened: Installation, record: str | None) -> str:
    """The class of the record that the paper is about, if it is about one. Raises NotFoundError."""
    if not record:
        return ""
    with opened.workshop.transaction() as session:
        return get_record(session, opened.workshop.school, record).class_id


def _bound(given: Mapping[str, Any]) -> Bound | None:
    printing = Printing.ONE_SIDE if given["one_side"] else Printing.BOTH_SIDES
    if not given["bound"] and not given["pages"] and not given["one_side"]:
        return None
    return Bound(read_pages(given["pages"]), printing)


def _given(given: Mapping[str, Any]) -> Given:
    return Given(
        number=given["number"] or "",
        place=given["place"] or "",
        basis=given["basis"] or "",
        condition=given["condition"] or "",
        storage=given["storage"] or "",
        addressee=given["addressee"] or "",
        dated=read_day(given["dated"]),
        paragraphs=given["paragraphs"],
        sections=read_sections(given["sections"]),
        protocol=read_protocol(given["protocol"]),
        people=read_people(given["members"]),
        giver=read_person("--giver", given["giver"]),
        taker=read_person("--taker", given["taker"]),
    )


def _path(output: Path | None, form: str, desk: Desk) -> Path:
    """The file that was named; in a folder, or with nothing named, it is called after what it is about."""
    if output is not None and not is_folder(output):
        return output
    classes = {d.class_name for d in desk.asked} if desk.order.class_id else set()
    parts = (
        form,
        *classes,
        desk.year.label.replace("/", "-"),
        desk.order.pupil.partition(" ")[0],
        desk.order.record,
    )
    name = "-".join(_ODD.sub("_", part)[:_LONGEST] for part in parts if part)
    return (output or Path()) / f"{name}.pdf"


COMMANDS = (print_command,)
