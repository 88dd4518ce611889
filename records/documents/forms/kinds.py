"""The forms in prose by name: the name of a form's module, template, command word and JSON (docs/forms.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.documents.forms.archive_certificate import ArchiveCertificate
from records.documents.forms.binding_sheet import BindingSheet
from records.documents.forms.compromise_list import CompromiseList
from records.documents.forms.compromise_notice import CompromiseNotice
from records.documents.forms.destruction_act import DestructionAct
from records.documents.forms.electronic_inventory import ElectronicInventory
from records.documents.forms.extract import Extract
from records.documents.forms.file_plan import FilePlan
from records.documents.forms.file_registry import FileRegistry
from records.documents.forms.handover_act import HandoverAct
from records.documents.forms.inventory import Inventory
from records.documents.forms.journal_register import JournalRegister
from records.documents.forms.key_agreement import KeyAgreement
from records.documents.forms.parts import Form
from records.documents.forms.presence_act import PresenceAct
from records.documents.forms.signature_report import SignatureReport
from records.documents.forms.spine_label import SpineLabels
from records.documents.forms.transfer_extract import TransferExtract
from records.documents.forms.year_end_list import YearEndList

FORMS: Final[Mapping[str, type[Form]]] = {
    form.TEMPLATE: form
    for form in (
        FilePlan,
        Inventory,
        ElectronicInventory,
        JournalRegister,
        FileRegistry,
        SpineLabels,
        BindingSheet,
        YearEndList,
        HandoverAct,
        PresenceAct,
        DestructionAct,
        ArchiveCertificate,
        Extract,
        TransferExtract,
        SignatureReport,
        CompromiseNotice,
        CompromiseList,
        KeyAgreement,
    )
}
