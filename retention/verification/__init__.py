"""Verification of an archive: copies, contents and signatures, log, completeness; a file each."""
