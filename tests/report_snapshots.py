"""The snapshot of a validation report: a period journal with one damaged copy, ordered by the deputy head."""

from __future__ import annotations

from typing import Any

from tests.snapshots import DEPUTY, common, record_id

REPORT = "w".ljust(20, "q")
AT = "2026-06-26T09:30:00Z"
_FILE = f"records/2026/{record_id(0, 1)}"
_ISSUER = "CN=Удостоверяющий центр школы,O=Школа № 3,C=RU"
_PASSED = {"indication": "TOTAL-PASSED", "sub_indication": None}


def signature_report(signatures: int = 2) -> dict[str, Any]:
    """As it was shown and ordered at 12:30 by the school's clock."""
    return {
        **common("signature_report", REPORT, AT),
        "cutoff": None,
        "ordered_by": DEPUTY,
        "report": _report(signatures),
        "words": [
            {"code": "TOTAL-PASSED", "says": "Подпись действительна: это доказано целиком."},
            {"code": "none", "says": "После неё ничего не добавлено."},
            {"code": "revision", "says": "Охватывает файл, каким он был при подписании."},
            {"code": "verdict", "says": "Все подписи действительны: это доказано целиком."},
        ],
        "pupils": [],
    }


def _report(signatures: int) -> dict[str, Any]:
    intact = {"location": "safe", "path": _FILE, "sha256": "9f3c" * 16, "bytes": 90_000, "intact": True}
    damaged = {"location": "server", "path": _FILE, "sha256": "00ab" * 16, "bytes": 90_000, "intact": False}
    people = [("Громова Ульяна Игоревна", "teacher"), ("Волков Пётр Сергеевич", "deputy_head")]
    return {
        "schema": "letopis/signature-report/1",
        "at": AT,
        "record": {
            "id": record_id(0, 1),
            "kind": "period_journal",
            "title": "Журнал: Русский язык, 9А, I четверть",
            "revision": 1,
            "sealed": "9f3c" * 16,
        },
        "copies": [damaged, intact],
        "judged": "safe",
        "verdict": _PASSED,
        "signatures": [_signature(*people[n % 2], n) for n in range(signatures)],
        "archive_timestamps": ["2025-10-26T06:12:03Z"],
        "trust_anchors": [_certificate(_ISSUER)],
        "algorithms": {
            "name": "letopis/algorithms/2",
            "digests": [{"name": "SHA-256", "bits": None, "before": None}],
            "keys": [{"name": "RSA", "bits": 2048, "before": "2031-01-01T00:00:00Z"}],
            "schemes": [],
        },
        "problems": [
            {
                "code": "file.changed",
                "location": "server",
                "path": f"{_FILE}/data/record.pdf",
                "ru": "Файл изменён: контрольная сумма не сходится.",
                "en": "the file was changed: its digest differs",
            }
        ],
    }


def _signature(signer: str, role: str, second: int) -> dict[str, Any]:
    moment = f"2025-10-26T06:12:{second % 60:02}Z"
    return {
        "field": role.title().replace("_", ""),
        "role": role,
        "signer": signer,
        **_PASSED,
        "claimed_at": moment,
        "proven_at": moment,
        "level": "PAdES-B-LT",
        "coverage": "revision",
        "changes": "none",
        "algorithm": "GOST R 34.10-2012 256 A, Streebog-256" if second % 2 else "ECDSA P-256, SHA-256",
        "certifies": second == 0,
        "locks": False,
        "certificate": _certificate(f"CN={signer},O=Школа № 3,C=RU"),
    }


def _certificate(subject: str) -> dict[str, Any]:
    return {
        "sha256": "7c1d" * 16,
        "serial": "4a5f0c9e77d21b3866",
        "subject": subject,
        "issuer": _ISSUER,
        "not_before": "2025-08-25T00:00:00Z",
        "not_after": "2026-11-25T00:00:00Z",
        "qualified": False,
    }
