"""The papers of the secretary: every printed form filled from the catalogue and the copies."""
