# Bare `make` lists the targets. Needed: python3 (3.11 or later), make, and the package registry.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
DEV_STAMP := $(VENV)/.ready-dev
# Two workers, each with whole files: engine fixtures are shared within a file.
PYTEST_ARGS ?= -n 2 --dist loadfile -q

.DEFAULT_GOAL := help
.PHONY: help setup chat test demo fuzz bench lint requirements clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP)  ## the virtual environment in .venv, with the dockwise program in it

$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("dockwise needs Python 3.11 or later, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@echo "setting up $(VENV) (once)…" >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt >&2
	@$(BIN)/python -m pip install --quiet --no-deps --config-settings editable_mode=compat -e . >&2
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m compileall -q bot commands $(VENV)/lib >/dev/null 2>&1 || true
	@touch $@

$(DEV_STAMP): $(STAMP) requirements-dev.txt
	@echo "adding the tools for development (once)…" >&2
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt >&2
	@touch $@

chat: $(STAMP)  ## talk to dockwise in this terminal, on whatever Docker the environment names
	@$(BIN)/dockwise chat

demo: $(STAMP)  ## the chat on a private engine with sample containers (root, Debian)
	@$(BIN)/python scripts/demo.py

test: $(DEV_STAMP)  ## every test; engine tests start a private engine when they can
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m compileall -q bot commands >/dev/null 2>&1 || true
	$(BIN)/python -m pytest $(PYTEST_ARGS)

fuzz: $(DEV_STAMP)  ## the policy against what is sent and the rename race, a hundred times as long as in the tests
	DOCKWISE_FUZZ=long $(BIN)/python -m pytest $(PYTEST_ARGS) --timeout 0 tests/fuzz tests/engine/test_rename_race.py

bench: $(DEV_STAMP)  ## measure: verdicts, intents, cold start, engine requests, load
	$(BIN)/python -m bench

lint: $(DEV_STAMP)  ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/mypy

requirements: $(DEV_STAMP)  ## pin requirements*.txt anew from requirements*.in
	$(BIN)/pip-compile -q --generate-hashes --no-emit-options --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --strip-extras --allow-unsafe -o requirements.txt requirements.in
	$(BIN)/pip-compile -q --generate-hashes --no-emit-options --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --strip-extras --allow-unsafe -o requirements-dev.txt requirements-dev.in

clean:  ## take away what make made
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache
