"""The benchmarks by name, and the one call that runs some of them.

A new benchmark is a module with `run(scale, progress) -> Outcome` and a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bench import assembly, closing, documents, fixity, growth, importing, log, memory, signing, site
from bench.measure import Outcome, Progress, Scale
from bench.report import Entry
from records.errors import InputError


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A line of Russian on what is compared, and how to measure it."""

    title: str
    run: Callable[[Scale, Progress], Outcome]


BENCHMARKS: Mapping[str, Benchmark] = {
    "closing": Benchmark("от закрытия четверти до двух перечитанных копий", closing.run),
    "documents": Benchmark("печать страниц в PDF/A", documents.run),
    "fixity": Benchmark("проверка каждого байта множества пакетов", fixity.run),
    "log": Benchmark("журнал событий: запись, доказательство, перепроверка", log.run),
    "import": Benchmark("загрузка заполненных журналов класса", importing.run),
    "assembly": Benchmark("сборка классного журнала за год", assembly.run),
    "growth": Benchmark("закрытие четверти в школе из 1–40 классов", growth.run),
    "memory": Benchmark("память закрытия и проверки целого года", memory.run),
    "signing": Benchmark("подпись B-LTA, её проверка, пачка с ключом в браузере", signing.run),
    "site": Benchmark("сайт школы из 40 классов: 200 человек, запрос каждые 8 секунд", site.run),
}


def run(name: str | None, scale: Scale, progress: Progress) -> list[Entry]:
    """Run the named benchmark, or all of them in order. Raises InputError (bench.unknown)."""
    if name is not None and name not in BENCHMARKS:
        known = ", ".join(BENCHMARKS)
        raise InputError(
            "bench.unknown",
            f"Замера «{name}» нет. Есть: {known}.",
            f"there is no benchmark {name!r}; there are: {known}",
        )
    chosen = BENCHMARKS if name is None else {name: BENCHMARKS[name]}
    return [Entry(key, found.title, found.run(scale, progress)) for key, found in chosen.items()]
