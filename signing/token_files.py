"""The two files between site and token: what is to be signed, and the signatures (docs/token-*.schema.json).

A browser cannot reach a token, so its owner carries a file there and one back. Written here, and read strictly: a file
that is not wholly of its form is refused. What is to be signed must be the signed attributes of a CMS (RFC 5652, 5.4)
that name the certificate, so that a file from anywhere cannot have the key sign something else. It knows no token.
"""

from __future__ import annotations

import base64
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NoReturn, TypeVar

from asn1crypto import cms, tsp  # tsp teaches cms the names of its attributes
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from records.digest import Json, sha256
from records.errors import InputError
from records.times import parse_rfc3339, rfc3339
from signing.errors import SigningRefusedError

REQUEST: Final = "letopis/token-request/1"
ANSWER: Final = "letopis/token-answer/1"
MOST: Final = 400  # documents of one file
_DIGEST: Final = 32
_SHA256: Final = re.compile("[0-9a-f]{64}")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Asked:
    """One document to be signed: the question's id, title, SHA-256 of the file shown, and the octets for the key."""

    id: str
    title: str
    file: str
    octets: bytes


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """What a token is to sign: whose key it is, by which certificate, until when an answer is taken."""

    school: str
    person: str
    certificate: x509.Certificate
    until: datetime
    documents: tuple[Asked, ...]


def write_request(request: TokenRequest) -> bytes:
    """The file for the token."""
    documents: list[Json] = [
        {"id": one.id, "title": _visible(one.title), "file": one.file, "octets": _spelled(one.octets)}
        for one in request.documents
    ]
    return _written(
        {
            "schema": REQUEST,
            "school": _visible(request.school),
            "person": _visible(request.person),
            "certificate": _spelled(request.certificate.public_bytes(Encoding.DER)),
            "until": rfc3339(request.until),
            "documents": documents,
        }
    )


def read_request(data: bytes) -> TokenRequest:
    """The request of a file. Raises InputError token.request, SigningRefusedError token.octets."""
    found = _object(data, REQUEST, {"school", "person", "certificate", "until", "documents"}, _no_request)
    certificate = _taken(
        lambda: x509.load_der_x509_certificate(_octets(found["certificate"], _no_request)), _no_request
    )
    request = TokenRequest(
        school=_text(found["school"], _no_request),
        person=_text(found["person"], _no_request),
        certificate=certificate,
        until=_taken(lambda: parse_rfc3339(_text(found["until"], _no_request)), _no_request),
        documents=tuple(_asked(one) for one in _listed(found["documents"])),
    )
    for one in request.documents:
        _check_octets(one.octets, certificate)
    return request


def write_answer(signatures: Mapping[str, bytes]) -> bytes:
    """The file for the site: signatures by question."""
    return _written(
        {"schema": ANSWER, "signatures": {which: _spelled(made) for which, made in signatures.items()}}
    )


def read_answer(data: bytes) -> dict[str, bytes]:
    """The signatures of a file, by question. Raises InputError token.answer."""
    found = _object(data, ANSWER, {"signatures"}, _no_answer)["signatures"]
    if not isinstance(found, dict) or not 0 < len(found) <= MOST:
        _no_answer()
    return {which: _octets(made, _no_answer) for which, made in found.items()}


def _asked(found: object) -> Asked:
    if not isinstance(found, dict) or found.keys() != {"id", "title", "file", "octets"}:
        _no_request()
    which, title, file = (_text(found[name], _no_request) for name in ("id", "title", "file"))
    if not _SHA256.fullmatch(file):
        _no_request()
    return Asked(which, title, file, _octets(found["octets"], _no_request))


def _listed(found: object) -> Sequence[object]:
    if not isinstance(found, list) or not 0 < len(found) <= MOST:
        _no_request()
    if len({one.get("id") for one in found if isinstance(one, dict)}) < len(found):
        _no_request()
    return found


def _check_octets(octets: bytes, certificate: x509.Certificate) -> None:
    """Raise unless these are signed attributes of a document's signature by that certificate (ESS: RFC 5035)."""
    named = bytes.fromhex(sha256(certificate.public_bytes(Encoding.DER)))
    try:
        attributes = {
            one["type"].native: one["values"] for one in cms.CMSAttributes.load(octets, strict=True)
        }
        fits = (
            attributes["content_type"].native == ["data"]
            and [len(one) for one in attributes["message_digest"].native] == [_DIGEST]
            and _certificate_named(attributes["signing_certificate_v2"][0]) == named
        )
    except (ValueError, KeyError, IndexError, TypeError):
        fits = False
    if not fits:
        raise SigningRefusedError(
            "token.octets",
            "В файле не то, что подписывают под документом этим сертификатом: ничего не подписано. "
            "Покажите файл администратору.",
            "the file holds something else than a document's signature by this certificate asks for; nothing was "
            "signed, show the file to the administrator",
        )


def _certificate_named(attribute: tsp.SigningCertificateV2) -> bytes:
    found: bytes = attribute["certs"][0]["cert_hash"].native
    return found


def _object(data: bytes, form: str, members: set[str], refuse: Callable[[], NoReturn]) -> dict[str, object]:
    try:
        found = json.loads(data.decode())
    except (ValueError, RecursionError):
        refuse()
    if not isinstance(found, dict) or found.get("schema") != form or found.keys() != members | {"schema"}:
        refuse()
    return found


def _text(found: object, refuse: Callable[[], NoReturn]) -> str:
    """Text that can be shown: nothing in it moves a terminal's cursor or turns the letters round."""
    if not isinstance(found, str) or _visible(found) != found:
        refuse()
    return found


def _visible(text: str) -> str:
    """The text without controls, directions, line breaks and what is no character."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in _UNSEEN)


def _octets(found: object, refuse: Callable[[], NoReturn]) -> bytes:
    return _taken(lambda: base64.b64decode(_text(found, refuse), validate=True), refuse)


def _taken(take: Callable[[], _Value], refuse: Callable[[], NoReturn]) -> _Value:
    try:
        return take()
    except ValueError:
        refuse()


def _spelled(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


def _written(value: dict[str, Json]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _no_request() -> NoReturn:
    raise InputError(
        "token.request",
        "Это не целый файл запроса для токена. Получите его на странице «Подписать токеном» ещё раз.",
        "this is no whole request for a token; get it anew on the page 'Sign with a token'",
    )


def _no_answer() -> NoReturn:
    raise InputError(
        "token.answer",
        "Это не целый файл с подписями токена. Выберите файл, который записала команда letopis token sign.",
        "this is no whole file of a token's signatures; choose the file that `letopis token sign` wrote",
    )
