"""What a sign-in through a provider is refused with: one text for the person, a reason in the code.

A provider that is away is no fault of whoever signs in; the password goes on working.
"""

from __future__ import annotations

from records.errors import LetopisError


class OidcError(LetopisError):
    """The provider's answer is not taken."""


def refused(code: str) -> OidcError:
    """The answer did not pass: forged, stale, of another browser, or simply brought twice."""
    return OidcError(
        code,
        "Ответ службы входа не принят. Начните вход заново; если не выходит, войдите по паролю и скажите "
        "администратору код.",
        "the provider's answer was not taken; begin anew, or sign in with the password and tell the administrator "
        "the code",
    )


def away(code: str) -> OidcError:
    """The provider cannot be reached, or does not answer as OpenID Connect Discovery says."""
    return OidcError(
        code,
        "Служба входа сейчас не отвечает. Войдите по паролю.",
        "the sign-in provider does not answer at the moment; sign in with your password",
    )


def unknown() -> OidcError:
    """Nobody whom the school knows."""
    return OidcError(
        "oidc.unknown",
        "Служба входа вас узнала, а школа — нет: эта учётная запись ни с кем не связана. Войдите по паролю и свяжите "
        "её в «Моей учётной записи» или попросите администратора.",
        "the provider knows you and the school does not: this identity is linked to nobody. Sign in with your password "
        "and link it in My account, or ask the administrator",
    )


def cancelled() -> OidcError:
    """The person, or the provider, said no."""
    return OidcError(
        "oidc.cancelled",
        "Вход через службу отменён. Войдите по паролю или начните заново.",
        "signing in through the provider was cancelled; use your password or begin anew",
    )
