"""Signatures of a school's records: PAdES B-LT and B-LTA, the school's own authority, strict validation.

Knows the documentary core (records) and nothing above it. asn1crypto and pyHanko stay inside this package.
"""

import logging

# What pyHanko would log, with tracebacks, for every damaged file, reaches the reader as a coded error.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)
