# The commands. `make start` and `make test` are enough on a fresh machine with Python 3.11 and a package index.
# Set-up happens once (a virtual environment inside the clone, locks with hashes); after that no network is needed.

VENV   ?= .venv
PYTHON ?= $(shell command -v python3.11 || command -v python3)
REPORT ?= report
COUNTRY ?= JOR

bin     := $(VENV)/bin
python  := $(bin)/python
stamps  := $(VENV)/.hevesy
kernels := $(wildcard src/hevesy/capacity/*.py src/hevesy/plan/simulation/*.py)
install := $(python) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r

# what Python compiled is kept beside the files, also where the surroundings say otherwise: every command and every run of
# the tests would compile all of it again
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup demo start start-check test-faults bench-service bench-what-if test-postgres wheelhouse test check bench evidence \
        test-browser test-deep security sbom wheelhouse-check lint types docs docs-check command-pages picture lock clean
.DEFAULT_GOAL := help

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' Makefile

# --- set-up ---------------------------------------------------------------------------------------------------

setup: $(stamps)/compiled  ## a virtual environment in the clone with the runtime lock and hevesy itself

$(stamps)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Hevesy needs Python 3.11 or newer; '$(PYTHON)' is older. Run: make setup PYTHON=/path/to/python3.11" >&2; exit 1; }
	@test -x $(python) || $(PYTHON) -m venv $(VENV)
	@mkdir -p $(stamps) && touch $@

$(stamps)/runtime: requirements/runtime.lock $(stamps)/venv
	@echo "Installing what Hevesy runs on, pinned with hashes ..."
	@$(install) requirements/runtime.lock
	@touch $@

$(stamps)/installed: pyproject.toml $(stamps)/runtime
	@$(python) -m pip install --quiet --disable-pip-version-check --no-deps --no-index --no-build-isolation --editable .
	@touch $@

# the engine's loops are compiled here, so that nobody waits for it at the first click
$(stamps)/compiled: $(stamps)/installed $(kernels)
	@$(python) -m hevesy.plan.compiled
	@touch $@

$(stamps)/single: $(stamps)/compiled
	@$(python) -m hevesy.plan.compiled --single
	@touch $@

$(stamps)/test-lock: requirements/test.lock $(stamps)/installed
	@echo "Installing what the tests need ..."
	@$(install) requirements/test.lock
	@touch $@

$(stamps)/browser-lock: requirements/browser.lock $(stamps)/test-lock
	@echo "Installing what the tests in a browser need (no browser) ..."
	@$(install) requirements/browser.lock
	@touch $@

$(stamps)/check-lock: requirements/check.lock $(stamps)/test-lock
	@echo "Installing what the checks need ..."
	@$(install) requirements/check.lock
	@touch $@

$(stamps)/test: $(stamps)/test-lock $(stamps)/single
	@touch $@

$(stamps)/browser: $(stamps)/browser-lock $(stamps)/test
	@touch $@

$(stamps)/check: $(stamps)/check-lock $(stamps)/test
	@touch $@

.PHONY: ready locks
ready: $(stamps)/single locks  ## all that any target here installs; with -j2 while the engine is compiled

locks: $(stamps)/installed  # one after another: they write into one environment
	@MAKEFLAGS= $(MAKE) --no-print-directory $(stamps)/test-lock
	@MAKEFLAGS= $(MAKE) --no-print-directory $(stamps)/check-lock
	@MAKEFLAGS= $(MAKE) --no-print-directory $(stamps)/browser-lock

$(stamps)/tools: requirements/tools.lock $(stamps)/check
	@$(install) requirements/tools.lock
	@touch $@

# --- run ------------------------------------------------------------------------------------------------------

demo: $(stamps)/compiled  ## plan the sample country from the shipped data and say where the report lies
	@$(bin)/hevesy plan country $(COUNTRY) --out $(REPORT)
	@echo
	@echo "The report lies in $(abspath $(REPORT)):"
	@cd $(REPORT) && for file in *; do echo "  $(abspath $(REPORT))/$$file"; done
	@echo "Open the .html file in any browser; it needs no network. It is a draft, not for decision."

start: $(stamps)/compiled  ## the service: a site on this machine, with what it needs in .hevesy (Ctrl-C stops it)
	@$(bin)/hevesy serve

start-check: $(stamps)/installed  ## start the service, see that it answers, and stop it
	$(python) tools/start_check.py

# --- test and check -------------------------------------------------------------------------------------------

# tests of one file stay in one process, which keeps what they share
PROCESSES ?= 2
spread = -n $(PROCESSES) --dist loadfile

test: $(stamps)/test  ## the examples in the code, then the tests, with the ten slowest
	$(python) -m pytest -q --durations=0 --doctest-modules src/hevesy
	$(python) -m pytest $(spread) -m "not browser and not deep and not faults and not security"

EVERY ?=
HALF ?=
test-browser: $(stamps)/browser  ## all pages in a real Chromium: axe, keyboard, the planner's job (skips where there is none)
	HEVESY_EVERY=$(EVERY) HEVESY_HALF=$(HALF) $(python) -m pytest -m browser tests/browser

LESS ?=
test-postgres: $(stamps)/test  ## the tests of the service on PostgreSQL, which it starts (skips where there is none)
	tools/with_postgres.sh $(python) -m pytest -q $(spread) tests/service $(LESS) --durations=5

N ?= 30
CUTS ?= 100
test-faults: $(stamps)/test  ## kill -9 under load N times, CUTS power cuts, full and failing disks: nothing may be lost
	HEVESY_KILLS=$(N) HEVESY_CUTS=$(CUTS) $(python) -m pytest -q -s -m faults tests/faults --durations=5

DEEP ?= 2000
test-deep: $(stamps)/test  ## the laws (property tests) with DEEP examples each
	HEVESY_EXAMPLES=$(DEEP) $(python) -m pytest $(spread) -m "deep or law" --durations=5

check: lint types street docs docs-check  ## ruff, mypy strict, import contract, docs build and docs check

lint: $(stamps)/check
	$(bin)/ruff check src tests tools benchmarks docs

types: $(stamps)/check
	$(bin)/mypy

.PHONY: street
street: $(stamps)/check
	$(bin)/lint-imports

docs: $(stamps)/check command-pages  ## the manual, as HTML in docs/_build/html
	$(bin)/sphinx-build -W --keep-going -q -b html docs docs/_build/html

docs-check: $(stamps)/check  ## run every command, example and link of the manual
	$(python) tools/check_docs.py

command-pages: $(stamps)/check
	$(python) tools/command_pages.py
	$(python) tools/scenario_page.py
	$(python) tools/review_page.py
	$(python) tools/service_pages.py
	$(python) tools/asvs_page.py
	$(python) tools/translations.py

WAPITI ?=
security: $(stamps)/check  ## licences, nothing remote, bandit, the API against its OpenAPI; WAPITI=program scans pages too
	$(python) tools/bandit_check.py
	$(python) -m pytest -q tests/test_house.py tests/test_sbom.py tests/service/test_asvs.py
	$(python) -m pytest -q $(spread) -m security tests/service tests/tables
	@if [ -n "$(WAPITI)" ]; then $(python) tools/scan.py $(WAPITI) 10; \
	else echo "No scan of pages: name wapiti's program, make security WAPITI=/path/to/wapiti (docs/reference/security_findings.md)."; fi

sbom: $(stamps)/test  ## what the runtime is made of, as CycloneDX in requirements/sbom.cdx.json
	$(python) tools/sbom.py

# --- measure --------------------------------------------------------------------------------------------------

bench: $(stamps)/test  ## how long the main jobs take, beside other programs in the same run
	$(python) benchmarks/bench.py

USERS ?= 50
MINUTES ?= 5
WARM ?= 1
bench-what-if: $(stamps)/test  ## how soon a slider answers, over HTTP
	$(python) -m benchmarks.what_if

CLINICAL ?= 0
bench-service: $(stamps)/test  ## USERS people with pauses for MINUTES after WARM: how soon the service answers
	$(python) -m benchmarks.service --users $(USERS) --minutes $(MINUTES) --warm $(WARM) --clinical $(CLINICAL)

.PHONY: bench-year
bench-year: $(stamps)/test  ## a synthetic centre-year recorded, and the pages on it
	$(python) -m benchmarks.clinical_year

evidence: $(stamps)/check  ## rerun the rows of docs/evidence.csv that a command can check
	$(python) tools/evidence.py

picture: $(stamps)/installed  ## the picture of the README, from a real report (needs Chromium)
	@$(bin)/hevesy plan country $(COUNTRY) --out $(REPORT) >/dev/null
	chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --window-size=1000,1060 \
	  --screenshot=docs/picture.png file://$(abspath $(REPORT))/report.html

# PLATFORM: for another system than this one, as pip names it: win_amd64, macosx_14_0_arm64
WHEELS   ?= wheelhouse
PLATFORM ?=
wheelhouse: $(stamps)/installed  ## an installer for machines without a network and without make, in one folder
	@mkdir -p $(WHEELS) && rm -f -- $(WHEELS)/*.whl
	$(python) -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/runtime.lock -d $(WHEELS) \
	  $(if $(PLATFORM),--only-binary=:all: --python-version 3.11 --platform $(PLATFORM))
	$(python) -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir $(WHEELS) .
	cp requirements/runtime.lock requirements/sbom.cdx.json tools/install.py LICENSE NOTICE $(WHEELS)/
	$(python) tools/wheelhouse_sums.py $(WHEELS)
	@echo "Carry the folder $(WHEELS) over; there: python3.11 $(WHEELS)/install.py"

wheelhouse-check: wheelhouse  ## install from it as a machine without a network would, and start the service
	$(python) tools/wheelhouse_check.py $(WHEELS)

# --- housekeeping ---------------------------------------------------------------------------------------------

lock: $(stamps)/tools  ## pin the newest stable versions anew (needs a package index)
	tools/write_locks.sh $(bin)/pip-compile

clean:  ## everything that was built, except the virtual environment
	rm -rf docs/_build build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis $(REPORT)
	find src tests tools benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +
