"""The fixtures of the whole story."""

from __future__ import annotations

from tests.flow.fixtures import autumn, bare, closed, imported, kind, peace, school

__all__ = ["autumn", "bare", "closed", "imported", "kind", "peace", "school"]
