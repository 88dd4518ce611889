"""† Asks the mail server and the sign-in provider whether they are there: of the command alone, which may wait.

It sends no letter and signs nobody in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from records.errors import LetopisError
from webui.health.finding import Finding
from webui.installation import Installation
from webui.mail.carrier import ServerCarrier, away, carrier_of
from webui.oidc.provider import Provider


def of_outside(opened: Installation) -> Iterator[Finding]:
    """What does not answer, or not as it should."""
    yield from _asked("[mail]", lambda: _ask_server(opened))
    yield from _asked("[oidc]", lambda: _ask_provider(opened))


def _asked(where: str, ask: Callable[[], None]) -> Iterator[Finding]:
    try:
        ask()
    except LetopisError as error:
        yield Finding.refused(error, where)


def _ask_server(opened: Installation) -> None:
    carrier = carrier_of(opened)
    if isinstance(carrier, ServerCarrier):
        try:
            carrier.connect().quit()
        except (OSError, ValueError) as error:  # what smtplib raises is an OSError
            raise away(carrier.setting.host, error) from error


def _ask_provider(opened: Installation) -> None:
    if setting := opened.settings.oidc:
        secret = opened.settings.secret(setting.secret_file, opened.environment.oidc_secret)
        Provider(setting, secret).endpoints(opened.clock.now())
