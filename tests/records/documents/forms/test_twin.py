"""A printed form carries its data: what was printed can be read again, by the published schema and nothing looser."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from records.digest import canonical
from records.documents.attachment import embedded_form
from records.documents.forms.kinds import FORMS
from records.documents.forms.schema import draw_schema
from records.documents.forms.twin import read_twin, write_twin
from records.errors import InputError
from tests.records.documents.forms import samples
from tests.records.documents.forms.hostile import spoilt
from tests.records.documents.forms.people import ANCHOR
from tests.records.documents.forms.test_hostile_forms import STRANGE

ROOT = Path(__file__).parents[4]
PAGE = (ROOT / "docs" / "form-v1.schema.json").read_text("utf-8")
VALIDATOR = Draft202012Validator(json.loads(PAGE))
SAMPLES = [name for name, make in samples.FORMS.items() if make().TEMPLATE in FORMS]


def body(name: str = "extract") -> Any:
    return json.loads(write_twin(samples.FORMS[name](), ANCHOR))


def test_the_published_schema_is_drawn_from_the_forms() -> None:
    assert draw_schema() == PAGE, "draw it again: python -m records.documents.forms.schema"


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json.loads(PAGE))


def test_every_form_of_the_folder_is_known_by_its_name() -> None:
    modules = (ROOT / "records" / "documents" / "forms").glob("*.py")
    found = {
        name
        for file in modules
        for name in re.findall(r'TEMPLATE: ClassVar\[str\] = "(\w+)"', file.read_text())
    }
    assert found - {"correction_act"} == set(FORMS)


def test_every_form_has_a_full_and_a_minimal_sample() -> None:
    assert {samples.FORMS[name]().TEMPLATE for name in SAMPLES} == set(FORMS)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_form_is_read_from_its_file_as_it_was_printed(name: str) -> None:
    form = samples.FORMS[name]()
    data = embedded_form(samples.form_pdf(name))
    assert data is not None
    assert write_twin(read_twin(data).form, None) == write_twin(form, None)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_data_of_a_form_follow_the_schema(name: str) -> None:
    VALIDATOR.validate(body(name))


@pytest.mark.parametrize("name", SAMPLES)
def test_no_member_may_be_left_out_or_added(name: str) -> None:
    for holder in ("value", "anchor"):
        for member in body(name)[holder]:
            less, more = body(name), body(name)
            del less[holder][member]
            more[holder]["стороннее"] = 1
            assert (VALIDATOR.is_valid(less), VALIDATOR.is_valid(more)) == (False, False)


def test_strange_letters_come_back_as_they_were() -> None:
    form = spoilt(samples.extract(), STRANGE)
    assert read_twin(write_twin(form, None)).form == read_twin(write_twin(form, None)).form
    assert json.loads(write_twin(form, None))["value"]["pupil"] == STRANGE


def test_the_anchor_comes_back() -> None:
    assert read_twin(write_twin(samples.extract(), ANCHOR)).anchor == ANCHOR


def _set(path: str, value: object) -> bytes:
    changed = deepcopy(body())
    *above, last = path.split("/")
    place = changed
    for name in above:
        place = place[name]
    place[last] = value
    return canonical(changed) if not isinstance(value, float) else json.dumps(changed).encode()


WRONG = {
    "no JSON": b"%PDF-1.7",
    "a list": b"[]",
    "a deep list": b"[" * 100_000,
    "another form": _set("form", "password"),
    "another version": _set("schema", "letopis/form/2"),
    "a number for a name": _set("value/pupil", 1),
    "a name for a table": _set("value/marks", "5"),
    "a text for a list": _set("value/notes", "нет"),
    "a day that is none": _set("value/born", "2011-02-30"),
    "a moment without offset": _set("value/head/made_at", "2026-06-26T09:30:00"),
    "a way to sign that there is not": _set("value/signatory/signing", "by_mouth"),
    "a member too many": _set("value/more", ""),
    "a fraction": _set("value/pupil", 1.5),
    "blanks between": json.dumps(body(), ensure_ascii=False).encode(),
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG.keys())
def test_what_no_form_writes_of_itself_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as refusal:
        read_twin(data)
    assert refusal.value.code == "form.broken"
