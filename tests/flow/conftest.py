"""The fixtures of the whole story."""

from __future__ import annotations

from tests.flow.fixtures import amended, amended_seed, autumn, bare, closed, imported, kind, peace, school

__all__ = ["amended", "amended_seed", "autumn", "bare", "closed", "imported", "kind", "peace", "school"]
