"""Sample agreements on the use of an electronic signature; full and minimal."""

from __future__ import annotations

from records.documents.forms.key_agreement import KeyAgreement
from records.documents.forms.parts import Signatory
from tests.records.documents.forms import people as who

_AUTHORITY = "Удостоверяющий центр школы"


def key_agreement() -> KeyAgreement:
    """An agreement to be signed by hand."""
    return KeyAgreement(
        who.head("12/НЭП"),
        "Соколова Мария Ивановна, учитель",
        "Летопись",
        _AUTHORITY,
        "5cf3f9e55fcca68e9e7ffbbb15fccfaa22c8b44b877d0a1685828ea9190ebbeb",
        Signatory("Директор", "А. П. Кузнецова"),
        Signatory("Владелец ключа", "М. И. Соколова"),
    )


def empty_key_agreement() -> KeyAgreement:
    """A blank to be filled in by hand."""
    return KeyAgreement(
        who.EMPTY_HEAD, "", "Летопись", _AUTHORITY, "", Signatory("Директор"), Signatory("Владелец ключа")
    )
