"""WebAuthn Level 3: what a browser's authenticator is asked (5.4, 5.5), and whether its answer is right (7.1, 7.2).

py_webauthn compares type, challenge, origin, RP id, flags and signature; the user must always have been verified. No
attestation is asked for: any authenticator will do. The counter is compared by whoever has the row; it stores nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from webui.accounts.relying_party import RelyingParty

ALGORITHMS = [
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
TIMEOUT = 300_000  # milliseconds, as long as a challenge lasts
LONGEST_ANSWER = 64 * 1024
TRANSPORTS = frozenset({"usb", "nfc", "ble", "internal", "hybrid", "smart-card"})
# What py_webauthn lets through when the octets of an answer are no answer at all.
_UNREADABLE = (WebAuthnException, ValueError, TypeError, LookupError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A passkey that an authenticator has just made."""

    credential: str
    public_key: str
    sign_count: int
    aaguid: str
    transports: tuple[str, ...]
    may_be_copied: bool
    backed_up: bool


@dataclass(frozen=True, slots=True)
class UsedKey:
    """A passkey whose owner was verified just now."""

    sign_count: int
    backed_up: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """Which passkey an answer says it is of, and whose; nothing of it is proven."""

    credential: str
    owner: str | None


def ask_to_make(party: RelyingParty, challenge: bytes, account: str, login: str, had: Sequence[str]) -> str:
    """The question, in JSON, for a new passkey of this account; an authenticator that has one makes no second."""
    options = generate_registration_options(
        rp_id=party.id,
        rp_name="Летопись",
        user_id=account.encode(),
        user_name=login,
        challenge=challenge,
        timeout=TIMEOUT,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_described(had),
        supported_pub_key_algs=ALGORITHMS,
    )
    return options_to_json(options)


def ask_to_use(party: RelyingParty, challenge: bytes, known: Sequence[str]) -> str:
    """The question, in JSON, for one of these passkeys; for any of this site's when none is named."""
    options = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=TIMEOUT,
        allow_credentials=_described(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def check_made(party: RelyingParty, challenge: bytes, answer: str) -> MadeKey | None:
    """The passkey that the answer tells of; None unless all of it is right."""
    if len(answer) > LONGEST_ANSWER:
        return None
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
    except _UNREADABLE:
        return None
    return MadeKey(
        credential=bytes_to_base64url(made.credential_id),
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
        aaguid=made.aaguid,
        transports=_transports(answer),
        may_be_copied=made.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
        backed_up=made.credential_backed_up,
    )


def read_claim(answer: str) -> Claim | None:
    """Which passkey an answer is of; None when it is none."""
    if len(answer) > LONGEST_ANSWER:
        return None
    try:
        credential = parse_authentication_credential_json(answer)
        owner = credential.response.user_handle
        return Claim(bytes_to_base64url(credential.raw_id), owner.decode() if owner else None)
    except _UNREADABLE:
        return None


def check_used(party: RelyingParty, challenge: bytes, answer: str, public_key: str) -> UsedKey | None:
    """What the passkey with this public key answered; None unless all of it is right."""
    try:
        used = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=base64url_to_bytes(public_key),
            credential_current_sign_count=0,  # compared with the row that is locked for it
            require_user_verification=True,
        )
    except _UNREADABLE:
        return None
    return UsedKey(used.new_sign_count, used.credential_backed_up)


def _described(known: Sequence[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known]


def _transports(answer: str) -> tuple[str, ...]:
    named = json.loads(answer)["response"].get("transports", [])
    return tuple(sorted(one for one in TRANSPORTS if one in named)) if isinstance(named, list) else ()
