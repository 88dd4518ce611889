"""The pages of closing: what waits for me, the draft, signing, the deputy head's table, the year-end board."""
