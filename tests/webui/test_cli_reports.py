"""`letopis report-signatures`: the report becomes a record that waits for whoever ordered it."""

from __future__ import annotations

from sqlalchemy import select

from records.registers.tables import Record
from tests.flow.site import Site
from tests.webui.visitors import AUDITOR, DEPUTY


def a_record(site: Site) -> str:
    with site.workshop() as workshop, workshop.reading() as session:
        return session.scalars(select(Record.id).order_by(Record.title)).all()[0]


def test_the_report_is_ordered_signed_and_archived(autumn: Site) -> None:
    ran = autumn.run("report-signatures", a_record(autumn), "--as", DEPUTY, "--json")
    assert ran.code == 0, ran.err
    assert ran.json["title"].startswith("Отчёт о проверке подписей от")
    signed = autumn.run("sign", ran.json["id"], "--as", DEPUTY)
    assert (signed.code, "Документ в хранилищах" in signed.out) == (0, True)
    listed = {one["id"]: one["stage"] for one in autumn.run("records", "--json").json}
    assert listed[ran.json["id"]] == "replicated"


def test_who_holds_no_such_post_orders_none(autumn: Site) -> None:
    ran = autumn.run("report-signatures", a_record(autumn), "--as", AUDITOR)
    assert (ran.code, "report.not_in_post" in ran.err) == (2, True)
