"""The school's policy in the browser: shown in words, changed only when it was checked, seen and confirmed."""

from __future__ import annotations

import html
import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from records.log.event import EventKind
from records.school.policy_text import SiteRule, values
from records.school.tables import School
from tests.webui.accounts.people import events
from tests.webui.visitors import DIRECTOR, installation_of, signed_in
from webui.accounts.second_factor import Demand
from webui.administration.words import POLICY_WORDS, RU

POLICY = "/administration/policy"


def in_force(app: Flask) -> dict[str, object]:
    """The policy of the school, read as commands read it."""
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        return dict(session.get_one(School, workshop.school).policy)


def wanted(app: Flask, **changes: object) -> str:
    return json.dumps({**in_force(app), **changes})


def seen(client: FlaskClient, text: str) -> dict[str, str]:
    """The fields of the form that confirms a change."""
    page = client.post(POLICY, data={"text": text}).text
    form = re.search(r'<form[^>]*id="sure".*?</form>', page, re.DOTALL)
    assert form, page
    return {
        name: html.unescape(value)
        for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form.group())
    }


def test_every_rule_in_force_has_its_words() -> None:
    assert [path for path in values({}) if path not in POLICY_WORDS["ru"]] == []


def test_the_sites_own_rules_keep_the_names_that_schools_have_stored() -> None:
    assert {rule.value for rule in SiteRule} == {Demand.ANY.value, Demand.PASSKEY.value, "forgotten_password"}


def test_the_page_says_what_is_in_force(auditor: FlaskClient) -> None:
    assert "Урок записать, дней" in auditor.get(POLICY).text


def test_the_page_says_who_signs_with_which_key(app: Flask, administrator: FlaskClient) -> None:
    assert "каким ключом: любым" in administrator.get(POLICY).text
    steps = [{"role": "class_teacher"}, {"role": "director", "key": "qualified"}]
    text = wanted(app, signatures={"summary_sheet": {"steps": steps}})
    page = administrator.post(POLICY, data={"text": text}).text.partition('id="differs"')[2]
    assert "каким ключом: Директор: только КЭП" in page.partition("</table>")[0]


def test_whoever_only_looks_changes_nothing(auditor: FlaskClient) -> None:
    assert auditor.post(POLICY, data={"text": "{}"}).status_code == 403


def test_a_change_is_shown_before_it_is_made(app: Flask, administrator: FlaskClient) -> None:
    before = in_force(app)
    page = administrator.post(POLICY, data={"text": wanted(app, deadlines={"lesson_days": 2})}).text
    assert (RU["policy_sure"] in page, "deadlines.lesson_days" in page, in_force(app)) == (True, True, before)


def test_a_confirmed_change_is_in_force_and_logged(app: Flask, administrator: FlaskClient) -> None:
    administrator.post(POLICY, data=seen(administrator, wanted(app, deadlines={"lesson_days": 3})))
    assert in_force(app)["deadlines"] == {"lesson_days": 3}
    changed = events(app, EventKind.POLICY_CHANGED)[-1]["subject"]["changed"]
    assert changed == ["deadlines.lesson_days: 0 → 3"]


def test_who_changed_it_stands_on_the_page(app: Flask, administrator: FlaskClient) -> None:
    administrator.post(POLICY, data=seen(administrator, wanted(app, deadlines={"lesson_days": 4})))
    assert "→ 4" in administrator.get(POLICY).text


def test_a_policy_that_changed_meanwhile_is_not_overwritten(app: Flask, administrator: FlaskClient) -> None:
    mine = seen(administrator, wanted(app, deadlines={"lesson_days": 5}))
    director = signed_in(app, DIRECTOR)
    director.post(POLICY, data=seen(director, wanted(app, deadlines={"lesson_days": 6})))
    assert administrator.post(POLICY, data=mine).status_code == 409
    assert in_force(app)["deadlines"] == {"lesson_days": 6}


def test_what_is_wrong_is_named_and_nothing_is_changed(app: Flask, administrator: FlaskClient) -> None:
    before = in_force(app)
    page = administrator.post(
        POLICY, data={"text": '{"deadlines": {"lesson_days": "три"}}', "sure": "1"}
    ).text
    assert ("Неверно: deadlines.lesson_days." in page, in_force(app)) == (True, before)


def test_what_was_typed_is_kept_when_it_is_wrong(administrator: FlaskClient) -> None:
    assert "{&#34;x&#34;" in administrator.post(POLICY, data={"text": '{"x": 1}'}).text


def test_hostile_text_is_shown_as_text(administrator: FlaskClient) -> None:
    page = administrator.post(POLICY, data={"text": '{"<script>alert(1)</script>": 1}'}).text
    assert "<script>alert" not in page


def test_the_file_is_what_the_school_sets(app: Flask, auditor: FlaskClient) -> None:
    answer = auditor.get(f"{POLICY}.json")
    assert (answer.json, "attachment" in answer.headers["Content-Disposition"]) == (in_force(app), True)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_page_is_shown_in_both_languages(auditor: FlaskClient, language: str) -> None:
    assert POLICY_WORDS[language]["blocking"] in auditor.get(f"{POLICY}?lang={language}").text
