"""The printed papers of a case: what is known of it -> the notice to the owner and the list for confirmation.

Moments are told by the school's clock. Values in, values out: prose.py prints them, hands sign them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from records.compromise.facts import CaseFile, OperationFacts, WantedChange
from records.compromise.model import Deed, Remedy
from records.compromise.rules import Duty
from records.documents.forms.compromise_list import CompromiseList, ListedOperation, WantedAct
from records.documents.forms.compromise_notice import CompromiseNotice
from records.documents.forms.parts import Head, Signatory
from records.lifecycle import OperationState
from records.times import local

DEEDS: Final[Mapping[Deed, str]] = {
    Deed.MARK: "Отметка",
    Deed.PERIOD_MARK: "Отметка за период",
    Deed.YEAR_MARK: "Отметка за год",
    Deed.DECISION: "Решение педагогического совета",
    Deed.LESSON: "Запись урока",
    Deed.CONFIRMATION: "Подтверждение черновика",
    Deed.CUTOFF: "Закрытие",
    Deed.AMENDMENT: "Акт или дополнение",
    Deed.SIGNATURE: "Подпись документа",
    Deed.OTHER: "Иное действие",
}
WORTH: Final[Mapping[OperationState, str]] = {
    OperationState.WAITING: "под сомнением",
    OperationState.CONFIRMED: "подтверждена",
    OperationState.REFUSED: "отклонена",
    OperationState.VOID: "недействительна",
}
REMEDIES: Final[Mapping[Remedy, str]] = {
    Remedy.KEPT: "оставлена",
    Remedy.TAKEN_BACK: "отменена новой записью",
    Remedy.NOTHING_LEFT: "ничего не осталось",
    Remedy.ACT_WANTED: "нужен акт об исправлении",
    Remedy.BY_HAND: "решает директор",
}
_ANSWERS: Final = {
    OperationState.CONFIRMED: "моя",
    OperationState.REFUSED: "не моя",
    OperationState.VOID: "—",
}
_OWNER: Final = "Владелец учётной записи"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues the papers, when, by which clock, and who signs them for the school."""

    organisation: str
    zone: str
    at: datetime
    signatories: tuple[Signatory, ...]

    def said(self, moment: datetime | None) -> str:
        """`21.10.2025 14:00`, or "" to be filled in by pen."""
        return local(moment, self.zone).strftime("%d.%m.%Y %H:%M") if moment else ""

    @property
    def head(self) -> Head:
        """The head of a paper of today."""
        at = local(self.at, self.zone)
        return Head(self.organisation, at, dated=at.date())


def notice_of(file: CaseFile, issuer: Issuer) -> CompromiseNotice:
    """The notice to the owner of the account."""
    case, moments = file.case, file.case.moments
    void = sum(one.state is OperationState.VOID for one in file.operations)
    return CompromiseNotice(
        head=issuer.head,
        owner=case.owner_name,
        login=case.login,
        order=case.number,
        reason=case.reason,
        since=issuer.said(moments.since),
        learned=issuer.said(case.learned),
        told_director=issuer.said(moments.told_director),
        told_support=issuer.said(moments.told_support),
        blocked=issuer.said(case.reported_at),
        void_from=issuer.said(moments.void_from),
        void=void,
        suspect=len(file.operations) - void,
        answer_until=case.due[Duty.ANSWER],
        access_until=case.due[Duty.ACCESS],
        signatories=issuer.signatories,
        acquainted=Signatory(_OWNER, case.owner_name),
    )


def list_of(file: CaseFile, issuer: Issuer) -> CompromiseList:
    """The list of operations for confirmation, with the acts that are wanted."""
    case = file.case
    return CompromiseList(
        head=issuer.head,
        owner=case.owner_name,
        login=case.login,
        order=case.number,
        since=issuer.said(case.moments.since),
        void_from=issuer.said(case.moments.void_from),
        answer_until=case.due[Duty.ANSWER],
        operations=[_listed(one, issuer) for one in file.operations],
        acts=[_wanted(change) for change in file.changes],
        signatories=(Signatory(_OWNER, case.owner_name), *issuer.signatories),
    )


def _listed(one: OperationFacts, issuer: Issuer) -> ListedOperation:
    by_hand = " Решает директор." if one.remedy is Remedy.BY_HAND else ""
    return ListedOperation(
        at=issuer.said(one.at),
        deed=DEEDS[one.deed],
        where=(one.where or one.kind) + by_hand,
        before=one.before,
        after=one.value,
        worth=WORTH[one.state],
        answer=_ANSWERS.get(one.state, ""),
    )


def _wanted(change: WantedChange) -> WantedAct:
    state = "исправлено" if change.mended else "нужен акт"
    return WantedAct(change.where, change.standing, change.wanted, state)
