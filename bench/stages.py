"""Where the processor time of a closing goes, stage by stage: `python -m bench.stages`.

A cProfile of class 9А's first quarter in one process. The profiler slows small functions more than large ones,
so the shares are a map and no measurement.
"""

from __future__ import annotations

import cProfile
import gc
import pstats
import time
from collections.abc import Mapping
from dataclasses import dataclass

from bench.closing import QUARTER
from bench.measure import Scale
from bench.school import AT, DirectRunner, copied, opened, quarter_keys, school_with_class
from retention.closing import close_period

# End of the file and function -> what the stage is called. They lie beside each other, none within another.
STAGES: Mapping[tuple[str, str], str] = {
    ("retention/steps/draft.py", "confirm_draft"): "черновики и подтверждения",
    ("records/closing/cutoff.py", "cut_off_journal"): "отсечение",
    ("retention/steps/compose.py", "compose_journal"): "снимки, записи каталога",
    ("retention/steps/render.py", "render_record"): "печать",
    ("retention/steps/sign.py", "submit_record"): "запросы подписей",
    ("signing/pades.py", "sign"): "подписи",
    ("signing/validate.py", "validate"): "проверка каждой подписи",
    ("retention/steps/package.py", "pack_record"): "пакеты",
    ("retention/steps/package.py", "replicate_record"): "две перечитанные копии",
    ("retention/publication.py", "publish"): "журнал событий",
    ("", "<built-in method gc.collect>"): "уборка памяти после каждого документа",
}
REST = "остальное: каталог, ключи, промежуточные файлы"


@dataclass(frozen=True, slots=True)
class Share:
    """A stage and its part of the whole, 0 to 1."""

    stage: str
    part: float


def profile_closing(journals: int | None) -> list[Share]:
    """The shares of the stages, the greatest first, the rest last."""
    profiler = cProfile.Profile(time.process_time)
    with school_with_class() as data:
        with opened(data) as workshop:
            keys = quarter_keys(workshop, QUARTER, journals)
        with copied(data) as workshop:
            gc.collect()
            gc.freeze()  # as a worker process does once it is open
            profiler.runcall(close_period, workshop, DirectRunner(workshop), keys, AT)
    statistics = pstats.Stats(profiler).get_stats_profile()
    return _shares(profiler, statistics.total_tt)


def _shares(profiler: cProfile.Profile, total: float) -> list[Share]:
    found = []
    for entry in profiler.getstats():
        code = entry.code
        file, name = ("", code) if isinstance(code, str) else (code.co_filename, code.co_name)
        found += [
            Share(stage, entry.totaltime / total)
            for (ending, function), stage in STAGES.items()
            if name == function and file.endswith(ending)
        ]
    found.sort(key=lambda share: -share.part)
    return [*found, Share(REST, 1 - sum(share.part for share in found))]


if __name__ == "__main__":
    for share in profile_closing(Scale().journals):
        print(f"{share.part:6.1%}  {share.stage}")
