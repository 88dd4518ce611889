"""What a school's policy leaves out is the default; what it says, counts."""

from __future__ import annotations

from records.actor import Role
from records.gradebook.deadlines import Deadlines
from records.gradebook.marks import FIVE_POINT, MarkScale
from records.school.policy import Policy, Term


def test_an_empty_policy_is_the_default() -> None:
    assert Policy.from_json({}) == Policy()


def test_every_post_that_a_record_names_has_a_name() -> None:
    assert set(Policy().roles) == {role.value for role in Role if role is not Role.SUBSTITUTE}


def test_a_college_calls_a_class_a_group_and_keeps_the_other_names() -> None:
    labels = Policy.from_json({"labels": {"class": "Группа", "half_year": "семестр"}}).labels
    assert (labels["class"], labels["half_year"], labels["quarter"]) == ("Группа", "семестр", "четверть")


def test_a_role_and_a_kind_of_work_can_be_renamed() -> None:
    policy = Policy.from_json({"roles": {"class_teacher": "Куратор"}, "work_kinds": {"КР": "Контрольная"}})
    assert (policy.roles["class_teacher"], policy.work_kinds["КР"]) == ("Куратор", "Контрольная")


def test_what_blocks_is_replaced_whole() -> None:
    assert Policy.from_json({"blocking": ["homework.missing"]}).blocking == {"homework.missing"}


def test_a_term_can_be_longer() -> None:
    data = {"index": "1", "heading": "Журналы", "years": 75, "article": "ст. 2"}
    policy = Policy.from_json({"terms": {"class_journal": data}})
    assert policy.terms["class_journal"] == Term("1", "Журналы", 75, "ст. 2")


def test_terms_that_it_does_not_name_stay() -> None:
    assert Policy.from_json({"terms": {}}).terms["summary_sheet"].years == 25


def test_a_scale_of_marks_is_replaced_whole() -> None:
    data = {"marks": ["1", "2"], "special": ["зач"], "absences": ["н"], "aliases": {"зачёт": "зач"}}
    expected = MarkScale(("1", "2"), ("зач",), ("н",), (("зачёт", "зач"),))
    assert Policy.from_json({"scale": data}).scale == expected


def test_without_a_scale_it_has_five_points() -> None:
    assert Policy.from_json({}).scale is FIVE_POINT


def test_a_scale_may_say_what_lateness_is_called() -> None:
    data = {"marks": ["1"], "special": [], "absences": [], "late": ["о"]}
    assert Policy.from_json({"scale": data}).scale.late == ("о",)


def test_a_scale_needs_no_word_for_lateness() -> None:
    data = {"marks": ["1"], "special": [], "absences": []}
    assert Policy.from_json({"scale": data}).scale.late == ("оп",)


def test_a_scale_needs_no_aliases() -> None:
    data = {"marks": ["1"], "special": [], "absences": []}
    assert Policy.from_json({"scale": data}).scale.aliases == ()


def test_deadlines_that_it_does_not_name_stay() -> None:
    assert Policy.from_json({"deadlines": {"written_days": 3}}).deadlines == Deadlines(written_days=3)


def test_kinds_of_written_work_can_be_chosen() -> None:
    deadlines = Policy.from_json({"deadlines": {"written_kinds": ["КР"]}}).deadlines
    assert deadlines.written_kinds == ("КР",)
