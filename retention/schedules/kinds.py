"""What can be done by a schedule, each with its rhythm where the school has set none, and the errand that it asks for.

The defaults follow NDSA's levels of digital preservation (fixity at regular intervals): a sample every week, everything
every quarter. No schedule destroys or repairs: a verification proposes, a person decides. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Final

from records.identity import Entropy, random_id
from retention.jobs.kinds import Errand, JobKind, verify_all, verify_sample
from retention.schedules.rhythm import Pace, Rhythm


class ScheduleKind(StrEnum):
    """Work that comes round."""

    PUBLISH = "publish"
    REMIND = "remind"
    TIDY = "tidy"
    VERIFY_SAMPLE = "verify_sample"
    VERIFY_ALL = "verify_all"


@dataclass(frozen=True, slots=True)
class Setting:
    """How a schedule is set: its rhythm, whether it is on, and of a sample the share of the records in per cent."""

    rhythm: Rhythm
    on: bool = True
    share: int = 0


DEFAULTS: Final[Mapping[ScheduleKind, Setting]] = {
    ScheduleKind.PUBLISH: Setting(Rhythm(Pace.MINUTES, 5)),
    ScheduleKind.REMIND: Setting(Rhythm(Pace.DAILY, at=time(7, 0))),
    ScheduleKind.TIDY: Setting(Rhythm(Pace.DAILY, at=time(3, 30))),
    ScheduleKind.VERIFY_SAMPLE: Setting(Rhythm(Pace.WEEKLY, 7, time(4, 0)), share=10),
    ScheduleKind.VERIFY_ALL: Setting(Rhythm(Pace.QUARTERLY, 2, time(1, 0))),
}
_JOBS: Final = {
    ScheduleKind.PUBLISH: JobKind.PUBLISH,
    ScheduleKind.REMIND: JobKind.REMIND,
    ScheduleKind.TIDY: JobKind.TIDY,
}


def errand_of(kind: ScheduleKind, setting: Setting, entropy: Entropy) -> Errand:
    """What a worker is asked to do. The seed of a sample is drawn now: nobody knows beforehand what will be read."""
    if kind is ScheduleKind.VERIFY_ALL:
        return verify_all("")
    if kind is ScheduleKind.VERIFY_SAMPLE:
        return verify_sample("", setting.share, random_id(entropy))
    return Errand(_JOBS[kind], kind.value, "")
