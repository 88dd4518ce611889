"""The papers that `letopis print` knows: what each is for, what it needs, what may be given for the pen.

Option values as typed -> an Order. Names and rules only; the papers are made in retention/papers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from records.documents.forms.parts import Form
from records.errors import InputError
from retention.papers import acts, pupils, registers, signatures, volumes
from retention.papers.desk import Desk

COMMON: Final = frozenset({"number", "dated", "place", "draft", "output", "force", "as_json"})
WORDS: Final[Mapping[str, str]] = {
    **{
        "name": "--class",
        "year": "--year",
        "pupil": "--pupil",
        "record": "--record",
        "index": "--index",
        "volume": "--volume",
    },
    **{"pages": "--pages", "one_side": "--one-side", "bound": "--bound", "act_year": "--act-year"},
    **{"basis": "--basis", "condition": "--condition", "storage": "--storage", "addressee": "--addressee"},
    **{"paragraphs": "--text", "sections": "--section", "protocol": "--protocol", "members": "--member"},
    **{"giver": "--giver", "taker": "--taker"},
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A form: what it is, the options it cannot do without, those it may have, and what makes it."""

    title: str
    needs: Sequence[str]
    takes: Sequence[str]
    build: Callable[[Desk], Form]

    @property
    def options(self) -> Sequence[str]:
        """The options it needs, as they are typed."""
        return [WORDS[name] for name in self.needs]

    def check(self, form: str, given: Mapping[str, object]) -> None:
        """Raise InputError for options that are missing, or that say nothing to this form."""
        if missing := [WORDS[name] for name in self.needs if not given.get(name)]:
            words = ", ".join(missing)
            raise InputError("print.missing", f"Для {form} укажите {words}.", f"{form} needs {words}")
        idle = given.keys() - COMMON - {*self.needs, *self.takes}
        if surplus := sorted(WORDS[name] for name in idle if given[name]):
            words = ", ".join(surplus)
            may = ", ".join(WORDS[name] for name in (*self.needs, *self.takes))
            raise InputError(
                "print.surplus",
                f"К {form} не относится: {words}. Можно: {may}.",
                f"{words} says nothing to {form}; it takes {may}",
            )


PAPERS: Final[Mapping[str, Paper]] = {
    "file_plan": Paper("номенклатура дел на год", (), ("year", "sections", "protocol"), registers.file_plan),
    "inventory": Paper("опись дел свыше 10 лет хранения", (), ("year", "protocol"), registers.inventory),
    "electronic_inventory": Paper(
        "опись электронных дел с реестром контейнеров",
        (),
        ("year", "protocol"),
        registers.electronic_inventory,
    ),
    "journal_register": Paper(
        "реестр классных журналов", (), ("year", "storage", "bound", "one_side"), registers.journal_register
    ),
    "file_registry": Paper("реестр документов дела", ("name",), ("year", "index"), registers.file_registry),
    "spine_label": Paper(
        "ярлыки на корешки", ("name",), ("year", "index", "pages", "storage"), volumes.spine_label
    ),
    "binding_sheet": Paper(
        "лист-заверитель тома", ("name",), ("year", "volume", "pages", "one_side"), volumes.binding_sheet
    ),
    "year_end_list": Paper("список «до 30 июня»", ("name",), ("year",), volumes.year_end_list),
    "handover_act": Paper(
        "акт приёма-передачи",
        (),
        ("name", "year", "basis", "condition", "giver", "taker", "bound", "one_side"),
        acts.handover_act,
    ),
    "presence_act": Paper(
        "акт проверки наличия и состояния: сначала перечитываются все копии",
        (),
        ("year", "basis", "condition", "members"),
        acts.presence_act,
    ),
    "destruction_act": Paper(
        "проект акта о выделении к уничтожению: ничего не уничтожается",
        (),
        ("act_year", "protocol", "members"),
        acts.destruction_act,
    ),
    "archive_certificate": Paper(
        "архивная справка", ("name", "pupil"), ("year", "addressee", "paragraphs"), pupils.archive_certificate
    ),
    "extract": Paper("выписка годовых отметок", ("name", "pupil"), ("year",), pupils.extract),
    "transfer_extract": Paper(
        "выписка текущих отметок для другой школы",
        ("name", "pupil"),
        ("year", "basis"),
        pupils.transfer_extract,
    ),
    "signature_report": Paper(
        "отчёт о проверке подписей документа", ("record",), (), signatures.signature_report
    ),
}
