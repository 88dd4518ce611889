"""Fuzzing of what strangers send: damaged bags and PDFs for `check`, damaged workbooks for `import`.

`python -m tests.fuzz [--seconds N | --cases N] [check|import|signatures]` looks for what is not a coded refusal, for
damage to a signed PDF that goes unnoticed, and for what costs too much.
seeds/ holds a bag and the roots of the school that made it, taken from tests/flow/seeds.py (version 0.1.0).
"""
