"""Who signs what, as a school sets it: read as it is, or each fault named with its place in both languages."""

from __future__ import annotations

import json

import pytest

from records.actor import Role
from records.errors import InputError
from records.registers.kinds import RecordKind
from records.school.policy import Policy
from records.school.policy_text import read_text, values
from records.school.signing_rules import DEFAULT_RULES, MAY_SIGN, AskedKey, SigningRule, frozen, rule_in
from signing.policy import Level, steps

THREE = [
    {"role": "teacher", "level": "PAdES-B-LT"},
    {"role": "deputy_head"},
    {"role": "director", "level": "PAdES-B-LTA"},
]


def fault(rules: object) -> InputError:
    with pytest.raises(InputError) as found:
        read_text(json.dumps({"signatures": rules}))
    assert found.value.code == "policy.wrong"
    return found.value


def test_a_rule_is_read_and_the_rest_stays_the_default() -> None:
    policy = Policy.from_json(
        read_text(json.dumps({"signatures": {"period_journal": {"steps": THREE, "visible": False}}}))
    )
    assert policy.signatures[RecordKind.PERIOD_JOURNAL] == SigningRule(
        (Role.TEACHER, Role.DEPUTY_HEAD, Role.DIRECTOR), visible=False
    )
    assert policy.signatures[RecordKind.CLASS_JOURNAL] == DEFAULT_RULES[RecordKind.CLASS_JOURNAL]


def test_days_alone_may_be_set_and_null_sets_none() -> None:
    policy = Policy.from_json(read_text('{"signatures": {"supplement": {"days": null}}}'))
    assert policy.signatures[RecordKind.SUPPLEMENT] == SigningRule(
        (Role.TEACHER, Role.DEPUTY_HEAD), days=None
    )


@pytest.mark.parametrize(
    ("rules", "ru", "en"),
    [
        ([], "signatures", "signatures"),
        ({"letter": {}}, "signatures.letter", "signatures.letter"),
        ({"supplement": 1}, "signatures.supplement", "signatures.supplement"),
        ({"supplement": {"who": []}}, "только steps, visible и days", "only steps, visible, days"),
        ({"supplement": {"visible": 1}}, "supplement.visible — нужно true", "supplement.visible: must"),
        ({"supplement": {"days": 0}}, "supplement.days — нужно число", "supplement.days: 1 to 60"),
        ({"supplement": {"days": True}}, "supplement.days", "supplement.days"),
        ({"supplement": {"steps": []}}, "хотя бы одна подпись", "at least one signature"),
        ({"supplement": {"steps": ["teacher"]}}, "steps[0] — нужны role", "steps[0]: must have a role"),
        ({"supplement": {"steps": [{"role": "pupil"}]}}, '"pupil" не подписывает', '"pupil" does not sign'),
        ({"supplement": {"steps": [{"role": "secretary"}]}}, "не подписывает", "does not sign"),
        ({"supplement": {"steps": [{"role": ["teacher"]}]}}, "не подписывает", "does not sign"),
        ({"class_journal": {"steps": [{"role": "teacher"}]}}, "не подписывает", "does not sign"),
        (
            {"signature_report": {"steps": [{"role": "director"}]}},
            "signatures.signature_report.steps — отчёт подписывает тот, кто его заказал",
            "signatures.signature_report.steps: whoever ordered a report signs it",
        ),
        (
            {"supplement": {"steps": [{"role": "director"}, {"role": "director"}]}},
            "steps[1] — director подписывает дважды",
            "steps[1]: director signs twice",
        ),
        (
            {"supplement": {"steps": [{"role": "director", "key": "good"}]}},
            'steps[0] — ключа "good" нет; есть: any, own, qualified',
            'steps[0]: no key "good"; there are any, own, qualified',
        ),
        ({"supplement": {"steps": [{"role": "director", "key": ["own"]}]}}, "ключа", "no key"),
        ({"supplement": {"steps": [{"role": "director", "keys": 1}]}}, "нужны role", "must have a role"),
        (
            {"supplement": {"steps": [{"role": "director", "level": "CAdES"}]}},
            'уровня "CAdES" нет',
            'no level "CAdES"',
        ),
        (
            {"supplement": {"steps": [{"role": "director", "level": "PAdES-B-LT"}]}},
            "последняя подпись может быть только PAdES-B-LTA",
            "the last signature must be PAdES-B-LTA",
        ),
        (
            {
                "supplement": {
                    "steps": [{"role": "teacher", "level": "PAdES-B-LTA"}, {"role": "director"}],
                }
            },
            "до последней подписи уровень PAdES-B-LT",
            "before the last one it is PAdES-B-LT",
        ),
    ],
)
def test_what_is_wrong_is_named_in_both_languages(rules: object, ru: str, en: str) -> None:
    found = fault(rules)
    assert (ru in found.ru, en in found.en) == (True, True), (found.ru, found.en)


def asked(*keys: str | None) -> SigningRule:
    """The rule of teacher, deputy head and director with these keys."""
    roles = ("teacher", "deputy_head", "director")
    steps = [{"role": role, **({"key": key} if key else {})} for role, key in zip(roles, keys, strict=True)]
    text = json.dumps({"signatures": {"correction_act": {"steps": steps}}})
    return Policy.from_json(read_text(text)).signatures[RecordKind.CORRECTION_ACT]


def test_a_step_says_which_key_is_good_enough() -> None:
    rule = asked(None, "own", "qualified")
    assert rule.keys == {Role.DEPUTY_HEAD: AskedKey.OWN, Role.DIRECTOR: AskedKey.QUALIFIED}
    assert rule.with_any_key == (Role.TEACHER,)
    wanted = [AskedKey.ANY, AskedKey.OWN, AskedKey.QUALIFIED]
    assert [step.key for step in steps(rule.signers, rule.keys)] == wanted
    assert [step.key for step in steps(rule.signers)] == [AskedKey.ANY] * 3


def test_any_key_is_the_default_and_leaves_every_snapshot_as_it_was() -> None:
    kind = RecordKind.SUPPLEMENT
    said = {"steps": [{"role": "teacher", "key": "any"}, {"role": "deputy_head", "key": "any"}]}
    policy = Policy.from_json(read_text(json.dumps({"signatures": {kind.value: said}})))
    assert (policy.signatures[kind], frozen(kind, policy.signatures[kind])) == (DEFAULT_RULES[kind], {})
    assert frozen(kind, asked(None, "any", None)) == frozen(kind, asked(None, None, None))
    assert "keys" not in json.dumps(frozen(kind, asked(None, None, None)))


def test_a_key_asked_of_the_default_roles_stands_in_the_snapshot() -> None:
    kind = RecordKind.SUMMARY_SHEET
    rule = SigningRule(DEFAULT_RULES[kind].signers, keys={Role.DIRECTOR: AskedKey.QUALIFIED})
    said = frozen(kind, rule)
    assert said["signatures"] == {
        "roles": ["class_teacher", "director"],
        "visible": True,
        "keys": {"director": "qualified"},
    }
    assert rule_in({"kind": kind.value, "policy": said}) == rule


def test_every_fault_is_named_at_once() -> None:
    found = fault({"supplement": {"days": 0, "visible": 2}, "correction_act": {"steps": []}})
    assert found.en.count("signatures.") == 3


def test_the_page_of_the_policy_shows_every_kind() -> None:
    shown = values({})["signatures.class_journal"]
    signers = ["class_teacher", "deputy_head", "director"]
    assert shown == {"signers": signers, "visible": True, "days": 5, "keys": {}}


@pytest.mark.parametrize("kind", RecordKind)
def test_the_default_is_of_those_who_may(kind: RecordKind) -> None:
    assert set(DEFAULT_RULES[kind].signers) <= set(MAY_SIGN[kind])


@pytest.mark.parametrize("kind", RecordKind)
def test_a_snapshot_says_nothing_of_the_default(kind: RecordKind) -> None:
    assert frozen(kind, DEFAULT_RULES[kind]) == {}
    assert rule_in({"kind": kind.value, "policy": {}}).signers == DEFAULT_RULES[kind].signers


def test_a_snapshot_gives_back_what_it_was_composed_by() -> None:
    rule = SigningRule((Role.DIRECTOR,), visible=False)
    said = {"kind": "summary_sheet", "policy": frozen(RecordKind.SUMMARY_SHEET, rule)}
    assert rule_in(said) == rule


@pytest.mark.parametrize(
    "said",
    [
        {"roles": [], "visible": True},
        {"roles": ["teacher"] * 2, "visible": True},
        {"roles": ["pupil"]},
        {"roles": ["teacher"], "visible": True, "keys": {"director": "own"}},
        {"roles": ["teacher"], "visible": True, "keys": {"teacher": "any"}},
        {"roles": ["teacher"], "visible": True, "keys": {"teacher": "good"}},
    ],
)
def test_a_damaged_rule_of_a_snapshot_is_refused(said: object) -> None:
    with pytest.raises((ValueError, KeyError)):
        rule_in({"kind": "supplement", "policy": {"signatures": said}})


def test_the_place_of_a_signature_gives_what_it_does() -> None:
    first, second, last = steps((Role.TEACHER, Role.DEPUTY_HEAD, Role.DIRECTOR))
    assert [(s.level, s.certifies, s.locks) for s in (first, second, last)] == [
        (Level.B_LT, True, False),
        (Level.B_LT, False, False),
        (Level.B_LTA, False, True),
    ]
