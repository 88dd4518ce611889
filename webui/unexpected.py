"""What nobody raised as an error of ours, in words: the database's own guards, the machine, or a mistake of ours.

Any exception -> LetopisError with a code. It prints nothing and decides no exit code but the error's own.
"""

from __future__ import annotations

from records.errors import FrozenError, InputError, LetopisError, SetupError


def foreseen(error: Exception) -> LetopisError | None:
    """The error as one of ours, None when it can only be a mistake of ours."""
    if isinstance(error, LetopisError):
        return error
    if "letopis.frozen" in str(error):
        what = in_a_line(error)
        return FrozenError(
            "frozen.refused",
            f"База данных отказала: это закрыто и больше не меняется. Ничего не сохранено. ({what})",
            f"the database refused: this is cut off and changes no more; nothing was stored ({what})",
        )
    if isinstance(error, OSError):
        name, why = error.filename or "", error.strerror or in_a_line(error)
        return InputError("system.refused", f"Система отказала: {name}: {why}.", f"{name}: {why}")
    return None


def explain(error: Exception) -> LetopisError:
    """The error as one of ours, a mistake of ours included."""
    what = in_a_line(error)
    return foreseen(error) or SetupError(
        "internal",
        f"Внутренняя ошибка: {what}. Сделанное раньше сохранено. Подробности: LETOPIS_DEBUG=1; сообщите разработчикам.",
        f"internal error: {what}; what was done before is kept. LETOPIS_DEBUG=1 shows more; tell the developers",
    )


def in_a_line(error: Exception) -> str:
    """Type and first line of an exception."""
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
