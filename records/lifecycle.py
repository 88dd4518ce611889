"""The state machines of Letopis and the module that owns each: the map of the house.

Pure: enums and the moves they allow. A store moves a state by compare-and-swap along `MOVES`;
docs/lifecycle.md is drawn from this file. Nothing here reads or writes.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from records.errors import StateError


class ClosingState(StrEnum):
    """JournalPeriod and ClassYear. Owner: records/closing/cutoff.py."""

    OPEN = "open"
    COMPLETE = "complete"
    CONFIRMED = "confirmed"
    CUT = "cut"


class RecordState(StrEnum):
    """A record (one revision of an identity). Owner: records/registers/record.py."""

    COMPOSED = "composed"
    RENDERED = "rendered"
    SIGNING = "signing"
    SEALED = "sealed"
    PACKED = "packed"
    REPLICATED = "replicated"
    REPLACED = "replaced"
    DESTROYED = "destroyed"


# A record in one of these is no longer the live revision of its identity; as the store spells them.
GONE: Final = (RecordState.REPLACED.value, RecordState.DESTROYED.value)


class RequestState(StrEnum):
    """A signature asked of one person. Owner: signing/request.py."""

    WAITING = "waiting"
    SIGNED = "signed"
    DECLINED = "declined"
    REPLACED = "replaced"


class ReplicaState(StrEnum):
    """One copy of a record in one location. Owner: retention/replica.py."""

    WRITING = "writing"
    HEALTHY = "healthy"
    SUSPECT = "suspect"
    DAMAGED = "damaged"
    LOST = "lost"
    ERASED = "erased"


class JobState(StrEnum):
    """An errand that people ask for. Owner: retention/jobs/queue.py."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class CompromiseState(StrEnum):
    """The case of an account whose password a stranger knew. Owner: records/compromise/reporting.py."""

    OPEN = "open"
    RESTORED = "restored"
    CLOSED = "closed"


class OperationState(StrEnum):
    """An operation of such an account. Owner: records/compromise/answering.py."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    VOID = "void"


class CorrectionState(StrEnum):
    """What a teacher asked to mend: by an act, or in a window that was opened. Owner: records/amendments/asking.py."""

    ASKED = "asked"
    OPENED = "opened"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


_C, _R, _Q, _P, _J = ClosingState, RecordState, RequestState, ReplicaState, JobState
_A, _O, _W = CompromiseState, OperationState, CorrectionState

# By type first: states of different things are equal when they are spelled alike.
MOVES: dict[type[StrEnum], dict[StrEnum, frozenset[StrEnum]]] = {
    ClosingState: {
        _C.OPEN: frozenset({_C.COMPLETE, _C.CUT}),  # straight to CUT only with the deputy head's reason
        _C.COMPLETE: frozenset({_C.CONFIRMED, _C.OPEN, _C.CUT}),
        _C.CONFIRMED: frozenset({_C.CUT, _C.OPEN}),  # an edit after the confirmation opens it again
        _C.CUT: frozenset(),
    },
    RecordState: {
        _R.COMPOSED: frozenset({_R.RENDERED, _R.REPLACED}),
        _R.RENDERED: frozenset({_R.SIGNING, _R.REPLACED}),
        _R.SIGNING: frozenset({_R.SEALED, _R.REPLACED}),
        _R.SEALED: frozenset({_R.PACKED}),
        _R.PACKED: frozenset({_R.REPLICATED}),
        _R.REPLICATED: frozenset({_R.REPLACED, _R.DESTROYED}),
        _R.REPLACED: frozenset({_R.DESTROYED}),
        _R.DESTROYED: frozenset(),
    },
    RequestState: {
        _Q.WAITING: frozenset({_Q.SIGNED, _Q.DECLINED, _Q.REPLACED}),
        _Q.SIGNED: frozenset({_Q.REPLACED}),
        _Q.DECLINED: frozenset({_Q.REPLACED}),
        _Q.REPLACED: frozenset(),
    },
    ReplicaState: {
        _P.WRITING: frozenset({_P.HEALTHY, _P.LOST}),
        _P.HEALTHY: frozenset({_P.SUSPECT, _P.DAMAGED, _P.LOST, _P.ERASED}),
        _P.SUSPECT: frozenset({_P.HEALTHY, _P.DAMAGED, _P.LOST}),
        _P.DAMAGED: frozenset({_P.HEALTHY, _P.ERASED}),
        _P.LOST: frozenset({_P.HEALTHY, _P.ERASED}),
        _P.ERASED: frozenset(),
    },
    JobState: {
        _J.WAITING: frozenset({_J.RUNNING}),
        _J.RUNNING: frozenset({_J.DONE, _J.FAILED, _J.WAITING}),  # back when its worker died
        _J.DONE: frozenset(),
        _J.FAILED: frozenset(),
    },
    CompromiseState: {
        _A.OPEN: frozenset({_A.RESTORED, _A.CLOSED}),
        _A.RESTORED: frozenset({_A.CLOSED}),
        _A.CLOSED: frozenset(),
    },
    OperationState: {
        _O.WAITING: frozenset({_O.CONFIRMED, _O.REFUSED}),
        _O.CONFIRMED: frozenset(),
        _O.REFUSED: frozenset(),
        _O.VOID: frozenset(),
    },
    CorrectionState: {
        _W.ASKED: frozenset({_W.OPENED, _W.DONE, _W.DECLINED, _W.WITHDRAWN}),
        _W.OPENED: frozenset(),  # the last day of the window ends it
        _W.DONE: frozenset(),
        _W.DECLINED: frozenset(),
        _W.WITHDRAWN: frozenset(),
    },
}


def check_move(before: StrEnum, after: StrEnum) -> None:
    """Raise StateError unless the map allows this move."""
    if type(before) is not type(after) or after not in MOVES[type(before)][before]:
        raise StateError(
            "state.move_refused",
            f"Переход состояния «{before}» → «{after}» не предусмотрен.",
            f"the move {before} -> {after} is not on the map of states",
        )


def diagram() -> str:
    """docs/lifecycle.md: for each thing its owner and its states as a Mermaid diagram."""
    parts = [
        "# States",
        "From records/lifecycle.py by `make lifecycle`, compared by a test: an arrow is an allowed move.",
    ]
    for states, moves in MOVES.items():
        first = next(iter(states))
        lines = [f"    [*] --> {first}"]
        for state in states:
            lines += [f"    {state} --> {after}" for after in states if after in moves[state]]
            if not moves[state]:
                lines.append(f"    {state} --> [*]")
        chart = "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])
        parts += [f"## {states.__name__}", str(states.__doc__), chart]
    return "\n\n".join(parts) + "\n"
