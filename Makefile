# Everything a person does with Nyata's sources. The logic is in tools/*.py and in the nyata command.
PYTHON ?= python3
RUN    := .venv/bin/python
# Modules are compiled once and kept beside the environment, also where the shell wants no bytecode next to sources:
# otherwise every process of every start compiles a thousand of them again.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/.venv/pycache
given   = $(if $(filter command,$(firstword $(origin $(1)))),$(2) $($(1)))

.PHONY: help setup demo serve test lint bench prove requirements
.DEFAULT_GOAL := help

help: ## this list
	@sed -nE 's/^([a-z]+): .*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

have-python:
	@command -v $(PYTHON) >/dev/null || { echo "setup: Python is missing; install it: sudo apt-get install python3 python3-venv" >&2; exit 1; }

setup: have-python ## the environment alone; at once when nothing changed
	@$(PYTHON) tools/bootstrap.py all

demo: have-python ## a whole demo world on this machine [PORT=8000] [PEOPLE=1200] [HOST=name CERT=.. KEY=..]
	@$(PYTHON) tools/bootstrap.py run
	@.venv/bin/nyata demo $(call given,PORT,--port) $(call given,PEOPLE,--people) $(call given,HOST,--host) $(call given,CERT,--cert) $(call given,KEY,--key)

serve: have-python ## the web server with production settings (its worker: .venv/bin/nyata worker)
	@$(PYTHON) tools/bootstrap.py run
	@.venv/bin/nyata serve $(call given,PORT,--port) $(call given,HOST,--host) $(call given,CERT,--cert) $(call given,KEY,--key)

test: setup ## lint, then every test, in a real browser too [ARGS=..]
	@$(RUN) tools/test.py $(ARGS)

lint: setup ## ruff, import-linter, mypy
	@$(RUN) tools/lint.py

bench: setup ## measure speed on this machine
	@$(RUN) -m bench $(ARGS)

prove: setup ## slow proofs; their reports go to docs/measurements
	@$(RUN) -m prove $(ARGS)

requirements: setup ## compile requirements/*.in again, with hashes [ARGS=--upgrade]
	@$(RUN) tools/requirements.py $(ARGS)
