"""Three small corrections to pyHanko 0.38: without them signatures stop validating when certificates expire.

EN 319 102-1, 5.6.2.1 and 5.6.3. What is patched is checked first, by the library's version and by the digest
of its source; a new release needs a new look. From then on pyHanko validates only within `corrected`.
"""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from asn1crypto import x509
from pyhanko.sign.validation import ades, generic_cms
from pyhanko_certvalidator.context import CertValidationPolicySpec, ValidationDataHandlers
from pyhanko_certvalidator.errors import ExpiredError
from pyhanko_certvalidator.ltv.ades_past import past_validate
from pyhanko_certvalidator.ltv.poe import POEManager
from pyhanko_certvalidator.path import ValidationPath

from signing.libraries import require_releases, require_sources

PINNED = {"pyhanko": "0.38.0", "pyhanko-certvalidator": "0.33.0"}
_PATCHED: Mapping[Callable[..., object], str] = {
    past_validate: "0ca9697da42f78edbec3f6727855ae8908a5769c1478cf0507ead6458a4a6233",
    generic_cms.handle_certvalidator_errors: (
        "9a52241641a8a393612fab576111b9730f2304afdc464440dab3ad79cdec7701"
    ),
    POEManager: "51eada3228857678dfc597726f2d26e9364e93f5c28f8b1e570130d38a3e6839",
}

# Names that the library imports for itself and does not export: the patches go where it looks them up.
_ades: Any = ades
_generic: Any = generic_cms
_moment: ContextVar[datetime] = ContextVar("the moment of the running validation")
_past_validate = past_validate
_handle_errors = generic_cms.handle_certvalidator_errors


async def _past_validate_within_life(
    path: ValidationPath,
    validation_policy_spec: CertValidationPolicySpec,
    validation_data_handlers: ValidationDataHandlers,
    init_control_time: datetime | None = None,
    best_signature_time: datetime | None = None,
) -> datetime:
    """(A) The time slide starts no later than the end of the shortest certificate's life.

    pyHanko starts it now: with a fresh revocation list of the same authority at hand it never slides back
    into the life of an expired certificate, and the past validation fails.
    """
    ends = [certificate.not_valid_after for certificate in path.iter_certs(include_root=False)]
    return await _past_validate(
        path,
        validation_policy_spec,
        validation_data_handlers,
        init_control_time=min([init_control_time or _moment.get(), *ends]),
        best_signature_time=best_signature_time,
    )


async def _handle_errors_of_authorities(
    cert: x509.Certificate, coro: Awaitable[Any]
) -> generic_cms.CertvalidatorOperationResult[Any]:
    """(B) An expired issuing authority is out of bounds without proof, as an expired signer is.

    pyHanko reports a general chain failure, which ends the validation before the proofs are looked at.
    """

    async def with_authorities() -> Any:
        try:
            return await coro
        except ExpiredError as error:
            if not error.is_side_validation:
                error.is_ee_cert = True
            raise

    return await _handle_errors(cert=cert, coro=with_authorities())


def _proofs_at_the_moment(current_dt_override: datetime | None = None) -> POEManager:
    """(C) What is first seen in this validation existed at its `at`, not at the machine's present time."""
    return POEManager(current_dt_override or _moment.get())


def check() -> None:
    """Raise SetupError (setup.libraries) unless the installed library is the one that was studied."""
    require_releases(PINNED)
    require_sources(_PATCHED)


@functools.cache
def _install() -> None:
    check()
    _ades.past_validate = _past_validate_within_life
    _generic.handle_certvalidator_errors = _handle_errors_of_authorities
    _ades.POEManager = _proofs_at_the_moment


@contextmanager
def corrected(at: datetime) -> Iterator[None]:
    """Within the block pyHanko validates with the corrections, and its present moment is `at`."""
    _install()
    token = _moment.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)
