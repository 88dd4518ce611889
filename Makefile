# Letopis. Every target sets up what it needs; `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo serve test lint bench audit format lifecycle rights pictures clean run-ready dev-ready

CLASS ?= 9А
YEAR ?= 2025-2026
JOBS ?= $(shell cores=$$(nproc); echo $$((cores < 2 ? 2 : cores > 8 ? 8 : cores)))
export CLASS YEAR

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/' | expand -t 20

demo: run-ready ## a school year of one class from filled journals to verified records (CLASS=5Б for the other)
	@.ci/demo

serve: run-ready ## the site on 127.0.0.1:8000
	.venv/bin/letopis serve

test: dev-ready ## all tests on SQLite and PostgreSQL, with branch coverage of records, signing and retention
	.venv/bin/pytest -n $(JOBS) --dist worksteal --cov --cov-report=term:skip-covered
	@.venv/bin/python .ci/branch_coverage.py 90
	@.ci/front tests

lint: dev-ready ## style, types, the direction of imports, known weaknesses of libraries
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	@.ci/front types
	@.ci/audit

bench: dev-ready ## the benchmarks, each against its peer
	.venv/bin/letopis bench

audit: ## known weaknesses of the locked libraries, where the advisories can be reached; a part of lint
	@.ci/audit

format: dev-ready ## rewrite the code in the house style
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

lifecycle: dev-ready ## draw docs/lifecycle.md from records/lifecycle.py
	.venv/bin/python -c 'from records.lifecycle import diagram; print(diagram(), end="")' > docs/lifecycle.md

rights: dev-ready ## draw docs/rights.md from webui/rights.py
	.venv/bin/python -c 'from webui.rights import drawn; print(drawn(), end="")' > docs/rights.md

pictures: dev-ready ## take the pictures of the pages in docs/pictures anew
	.venv/bin/python -m tests.browser.pictures

clean: ## remove what tools left behind; .venv and the archive in var stay
	rm -rf build htmlcov .coverage .coverage.* *.egg-info .hypothesis .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

run-ready:
	@.ci/system-packages run
	@$(MAKE) --no-print-directory --silent .venv/run.stamp

dev-ready:
	@.ci/system-packages test
	@$(MAKE) --no-print-directory --silent .venv/dev.stamp

# The stamp lies inside .venv, so that it goes when the environment goes.
.venv/%.stamp: .ci/lock/build.txt .ci/lock/%.txt pyproject.toml
	@.ci/python-env $*
	@touch $@
