"""The documentary core of Letopis: school, gradebook, closing, documents, registers and log.

Knows no signature, no store and no HTTP. Imports run one way: records <- signing <- retention <- webui.
"""
