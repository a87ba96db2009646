# Two commands: `make run` serves a small living demo, `make test` proves that all of it works.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
HOST ?= 127.0.0.1
NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
STAMPS := .data/stamps
# Python's own cache: without it each of the many processes compiles the tests and the site anew.
unexport PYTHONDONTWRITEBYTECODE
SOURCES := $(shell find static/src -type f 2>/dev/null) static/build.mjs static/package.json
PAGES := $(shell find templates elearn courses -name '*.po' 2>/dev/null)

ifneq ($(PORT),8000)
export KORPU_BASE_URL ?= http://localhost:$(PORT)
endif

.PHONY: run test check prepared bench browser setup clean

run: setup
	@$(BIN)/python manage.py secrets
	@$(BIN)/python manage.py prepare
	@$(BIN)/python manage.py demo
	@exec $(BIN)/python manage.py serve --host $(HOST) --port $(PORT)

setup: $(STAMPS)/python $(STAMPS)/front $(STAMPS)/messages $(STAMPS)/static

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/python: pyproject.toml constraints.txt | $(BIN)/python
	@mkdir -p $(STAMPS)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(STAMPS)/test-python: $(STAMPS)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@touch $@

$(STAMPS)/packages: static/package.json static/package-lock.json $(STAMPS)/python
	cd static && $(NODE) npm ci --omit=dev --no-audit --no-fund --loglevel=error
	@rm -f $(STAMPS)/test-packages
	@touch $@

$(STAMPS)/test-packages: static/package.json static/package-lock.json $(STAMPS)/python
	cd static && $(NODE) npm ci --no-audit --no-fund --loglevel=error
	@touch $(STAMPS)/packages
	@touch $@

$(STAMPS)/front: $(SOURCES) $(STAMPS)/packages
	cd static && $(NODE) node build.mjs
	@touch $@

$(STAMPS)/messages: $(PAGES) $(STAMPS)/python
	@$(BIN)/python manage.py messages --compile
	@touch $@

$(STAMPS)/static: $(STAMPS)/front $(STAMPS)/python
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@touch $@

browser:
	@$(BIN)/python -m tests.browser

# The checks leave one core idle for making the databases that the tests copy.
test: $(STAMPS)/test-python $(STAMPS)/test-packages setup browser
	@$(MAKE) --no-print-directory --jobs=2 check prepared
	$(BIN)/python -m pytest tests --ignore=tests/journeys --numprocesses 2
	$(BIN)/python -m tests.postgres --numprocesses 3
	$(BIN)/python -m tests.journeys

check: $(STAMPS)/test-python
	$(BIN)/ruff check .
	$(BIN)/mypy elearn courses media_pipeline
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py messages --check

# The planner of visits beside OR-Tools, which nothing else needs.
bench: $(STAMPS)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python manage.py bench planner

prepared: $(STAMPS)/test-python
	@$(BIN)/python -m tests.template
	@$(BIN)/python -W ignore -m tests.postgres prepare

clean:
	rm -rf $(STAMPS) static/dist static/node_modules
