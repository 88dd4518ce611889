"""Соглашение об использовании электронной подписи between school and member of staff (63-ФЗ, статья 6, часть 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from records.documents.forms.parts import Head, Signatory, numbered


@dataclass(frozen=True, slots=True)
class KeyAgreement:
    """The agreement: the two parties, the school's authority by the digest of its root certificate (SHA-256, hex)."""

    TEMPLATE: ClassVar[str] = "key_agreement"
    head: Head
    employee: str
    system: str
    authority: str
    fingerprint: str
    director: Signatory
    owner: Signatory

    @property
    def title(self) -> str:
        """What the file is called."""
        return numbered("Соглашение об использовании электронной подписи", self.head.number)
