# Every command a newcomer needs; each installs what it needs first, without root.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export OMP_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help install run demo test check browser bench bench-turns bench-start bench-send lock clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 16

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Il faut Python 3.11 ou plus récent : installe python3 et python3-venv." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Il faut Python 3.11 ou plus récent : lance make PYTHON=python3.11." >&2; exit 1; }
	"$(PYTHON)" -m venv .venv || { rm -rf .venv; echo "Le module venv manque : installe python3-venv." >&2; exit 1; }

.venv/.run: requirements/run.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.run
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

install: .venv/.run ## create .venv and install what running needs

run: .venv/.run ## start the service: http://127.0.0.1:8080/chat
	$(BIN)/tchatche run

demo: .venv/.run ## the same on a throw-away database of examples
	$(BIN)/tchatche demo

check: .venv/.dev ## formatting, lint, types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

browser: # Chromium for the pages' tests: from Debian when we may install, else the tests say they skip
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && { apt-get update -qq && apt-get install -y -qq chromium >/dev/null; }; } \
	  || echo "Chromium n'est pas là et ne peut pas être installé : les tests de pages seront sautés."

test: check browser ## check, and every test
	$(BIN)/python -m pytest

bench: bench-turns bench-start bench-send ## every measurement

bench-turns: .venv/.dev ## a turn: latency, turns a second, growth with the people stored
	$(BIN)/python benchmarks/turns.py

bench-start: .venv/.dev ## start to first answer, memory
	$(BIN)/python benchmarks/start.py

bench-send: .venv/.dev ## Telegram: messages a CPU second, beside the library's own sending
	$(BIN)/python benchmarks/send.py

lock: | .venv/.dev ## renew the locked requirements
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --extra dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt

clean: ## remove the environment and the caches, never the data
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
