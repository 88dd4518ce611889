"""The fixtures of the whole story: the faults fall on its schools."""

from __future__ import annotations

from tests.flow.fixtures import autumn, bare, closed, imported, kind, peace, school

__all__ = ["autumn", "bare", "closed", "imported", "kind", "peace", "school"]
