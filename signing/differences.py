"""What may happen to a file after a signature: signatures, timestamps and validation data, nothing else.

A difference policy for pyHanko (ISO 32000-2, 12.8.2.2), stricter than its own, which also lets Info and XMP
change even after the last lock. It judges revisions; it verifies no signature and reads no certificate.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    WhitelistRule,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.rules_api import ReferenceUpdate

# Validation data, fields and the extension that announces them; /Metadata, /Version and /MarkInfo stay.
_CATALOG_MAY_CHANGE = frozenset({"/AcroForm", "/DSS", "/Extensions"})


class _SameInfo(WhitelistRule):
    """The trailer keeps pointing at the same Info dictionary. Allows no object to change."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterator[ReferenceUpdate]:
        before, after = (
            view.trailer_view.get_value_as_reference("/Info", optional=True) for view in (old, new)
        )
        if before != after:
            raise SuspiciousModification("the trailer points at another Info dictionary")
        return iter(())


def strict_differences() -> StandardDiffPolicy:
    """The policy for every signature of a file."""
    quiet = ModificationLevel.LTA_UPDATES
    return StandardDiffPolicy(
        global_rules=[
            CatalogModificationRule(ignored_keys=_CATALOG_MAY_CHANGE),  # type: ignore[no-untyped-call]
            _SameInfo().as_qualified(quiet),
            XrefStreamRule().as_qualified(quiet),
            ObjectStreamRule().as_qualified(quiet),
            DSSCompareRule().as_qualified(quiet),
        ],
        form_rule=FormUpdatingRule(
            field_rules=[
                SigFieldCreationRule(),  # type: ignore[no-untyped-call]
                SigFieldModificationRule(),
            ]
        ),
        ignore_orphaned_objects=False,
    )
