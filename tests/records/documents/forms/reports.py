"""Sample validation reports: a record with a damaged copy, and one of which nothing could be read."""

from __future__ import annotations

from records.documents.forms.parts import Signatory
from records.documents.forms.signature_report import (
    Certificate,
    JudgedCopy,
    JudgedFault,
    JudgedSignature,
    SignatureReport,
    Verdict,
)
from tests.records.documents.forms import people as who

ISSUER = f"CN=Удостоверяющий центр школы,O={who.SCHOOL},C=RU"
FILE = "records/2026/m3k8zq5wd2xn7r4tvh6p/data/record.pdf"
PASSED = Verdict("TOTAL-PASSED", "", "Подпись действительна: это доказано целиком.")
COVERS = "Охватывает файл, каким он был при подписании."
PROOFS = "После неё добавлены только подписи, штампы времени и сведения для их проверки."


def certificate(subject: str) -> Certificate:
    """A certificate of the school's authority."""
    return Certificate(subject, "4A5F0C9E77D21B3866", ISSUER, "25.08.2025", "25.11.2026", "7c1d" * 16)


def signature(signer: str, role: str, second: int) -> JudgedSignature:
    """A signature that holds."""
    moment = f"26.10.2025 09:12:{second:02} (+03:00)"
    return JudgedSignature(
        *(signer, role, PASSED, moment, moment, "PAdES-B-LT", "неквалифицированная (НЭП)"),
        *("ECDSA P-256, SHA-256", COVERS, PROOFS),
        certificate(f"CN={signer},O={who.SCHOOL},C=RU"),
    )


def signature_report(count: int = 2) -> SignatureReport:
    """One copy is damaged, the signatures of the other hold."""
    people = [("Соколова Мария Ивановна", "учитель"), ("Орлов Павел Сергеевич", "заместитель директора")]
    return SignatureReport(
        head=who.head("П-7"),
        about="Журнал: Алгебра, 9А, 1 четверть",
        record="m3k8zq5wd2xn7r4tvh6p",
        revision=1,
        sealed="9f3c" * 16,
        moment="26.06.2026 12:30:00 (+03:00)",
        judged="safe",
        verdict=Verdict("TOTAL-PASSED", "", "Все подписи действительны: это доказано целиком."),
        faults=[
            JudgedFault("file.changed", f"server · {FILE}", "Файл изменён: контрольная сумма не сходится.")
        ],
        signatures=[signature(*people[n % 2], n) for n in range(count)],
        archive_timestamp="26.10.2025 09:12:03 (+03:00)",
        copies=[
            JudgedCopy("server", "00ab" * 16, "не тот, что записан"),
            JudgedCopy("safe", "9f3c" * 16, "как записан"),
        ],
        anchors=[certificate(ISSUER)],
        policy="letopis/algorithms/2",
        signatory=who.SECRETARY,
    )


def empty_signature_report() -> SignatureReport:
    """No copy is left."""
    nothing = Verdict("", "", "Проверять нечего: ни одна копия не читается.")
    return SignatureReport(
        *(who.EMPTY_HEAD, "Журнал", "", 1, "", "26.06.2026", "", nothing),
        *((), (), "", (), (), "letopis/algorithms/2", Signatory("Секретарь")),
    )
