"""Corrections behind the window: asked by teachers, decided by the deputy head; supplements."""
