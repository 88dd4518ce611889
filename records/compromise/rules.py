"""What an account in a stranger's hands makes of its operations, and until when who must act (R79, R53).

Since director and support were told, an operation is void; since the leak and before that it is suspect (seed 001,
class teacher's duties, 20; 002, 4.3 and 4.4). Days are working days of the school. Pure: moments in, verdicts out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from records.compromise.model import Moments, Report, Verdict
from records.errors import InputError

LONGEST: Mapping[str, int] = {"number": 60, "reason": 500}


@dataclass(frozen=True, slots=True)
class CompromiseRules:
    """Working days: to tell director and support, to send the notice, to give access back, to answer for operations.

    `weekend` are days of the week from Monday 0; `holidays` further days off.
    """

    tell_days: int = 1
    notice_days: int = 3
    access_days: int = 3
    answer_days: int = 3
    weekend: tuple[int, ...] = (5, 6)
    holidays: tuple[date, ...] = ()


class Duty(StrEnum):
    """What must be done in time."""

    TELL = "tell"
    NOTICE = "notice"
    ACCESS = "access"
    ANSWER = "answer"


def judge(moments: Moments, at: datetime) -> Verdict:
    """What an operation of that moment is worth. Each border belongs to what begins with it."""
    if at < moments.since or (moments.restored is not None and at >= moments.restored):
        return Verdict.UNTOUCHED
    if moments.void_from is not None and at >= moments.void_from:
        return Verdict.VOID
    return Verdict.SUSPECT


def what_stands(versions: Iterable[tuple[int, str]], lost: Collection[int]) -> str:
    """What a cell holds when the lost versions are thought away: of (number, value) in order the last one kept."""
    kept = [value for seq, value in versions if seq not in lost]
    return kept[-1] if kept else ""


def working_days_after(rules: CompromiseRules, day: date, count: int) -> date:
    """The last of `count` working days that follow the day; the day itself for none."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() not in rules.weekend and day not in rules.holidays:
            count -= 1
    return day


def deadlines(rules: CompromiseRules, learned: date, reported: date) -> Mapping[Duty, date]:
    """The last day of each duty: telling counts from when the leak was known, the rest from the report."""
    return {
        Duty.TELL: working_days_after(rules, learned, rules.tell_days),
        Duty.NOTICE: working_days_after(rules, reported, rules.notice_days),
        Duty.ACCESS: working_days_after(rules, reported, rules.access_days),
        Duty.ANSWER: working_days_after(rules, reported, rules.answer_days),
    }


def check_report(report: Report, at: datetime) -> None:
    """Raise InputError unless the report is complete and its moments follow each other."""
    if not report.number.strip():
        raise InputError(
            "compromise.number", "Укажите номер и дату приказа.", "give the number and date of the order"
        )
    if not report.reason.strip():
        raise InputError(
            "compromise.reason",
            "Напишите, как стало известно, что пароль знает посторонний.",
            "say how it became known that a stranger knows the password",
        )
    for name, value in (("number", report.number), ("reason", report.reason)):
        if len(value) > LONGEST[name]:
            raise InputError(
                "compromise.too_long",
                f"Слишком длинно, больше {LONGEST[name]} знаков: «{value[:40]}…».",
                f"{name} has more than {LONGEST[name]} characters: '{value[:40]}…'",
            )
    check_moments(report.moments, report.learned, at)


def check_moments(moments: Moments, learned: datetime, at: datetime) -> None:
    """Raise InputError unless leak, knowledge and telling follow each other, none of them in the future."""
    told = [moment for moment in (moments.told_director, moments.told_support) if moment]
    if not (moments.since <= learned and all(learned <= moment for moment in told)):
        raise InputError(
            "compromise.order",
            "Моменты идут не по порядку: сначала утечка, потом о ней узнали, потом сообщили директору и в поддержку.",
            "the moments are out of order: first the leak, then it was known, then director and support were told",
        )
    if any(moment > at for moment in (learned, *told)):
        raise InputError(
            "compromise.future",
            "Один из моментов ещё не наступил. Проверьте дату и время.",
            "one of the moments has not come yet; check date and time",
        )
