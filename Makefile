# make run: everything for a first look. make help: the other doors.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
export PYTHONDONTWRITEBYTECODE ?= 1

.PHONY: help run setup test test-postgres test-browser check bench messages lock clean

help:  ## List the doors
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

# One installer for both lists: uv where it is on the machine, else pip alone. Hashes are checked.
define install
	@$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), "Python 3.11 or newer is needed"'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) || { echo "No venv module. On Debian: apt-get install python3-venv"; exit 1; }
	@if command -v uv >/dev/null 2>&1; then uv pip install -q -p $(PY) --require-hashes -r $(1); \
	else $(PY) -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r $(1); fi
	@touch $@
endef

$(VENV)/.run: requirements/run.txt
	$(call install,requirements/run.txt)

$(VENV)/.dev: requirements/dev.txt
	$(call install,requirements/dev.txt)
	@touch $(VENV)/.run

setup: $(VENV)/.run  ## Database, reference data, programme and demo people
	@$(PY) manage.py prepare

run: export SITE_BASE_URL ?= http://127.0.0.1:$(PORT)
run: $(VENV)/.run  ## Serve on 127.0.0.1:$(PORT), with demo people
	@$(PY) manage.py prepare --demo --port $(PORT)
	@exec $(PY) manage.py serve --bind 127.0.0.1:$(PORT)

test: $(VENV)/.dev  ## Everything that needs no extra server
	$(PY) -m pytest -q -n 2

test-postgres: $(VENV)/.dev  ## The same on PostgreSQL; DATABASE_URL names the server
	@DATABASE_URL=$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/lms} $(PY) -m pytest -q -n 2

test-browser: $(VENV)/.dev  ## The story and axe in Chromium; needs /usr/bin/chromium (CHROMIUM overrides)
	$(PY) -m pytest -q -m browser -n 2 --dist loadgroup --no-loadscope-reorder --durations=15 tests/browser

check: $(VENV)/.dev  ## Format, lint, types, house, migrations, translations
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy .
	$(VENV)/bin/lint-imports
	DJANGO_SETTINGS_MODULE=lms.settings.test $(PY) manage.py makemigrations --check --dry-run -v0
	DJANGO_SETTINGS_MODULE=lms.settings.test $(PY) manage.py check --fail-level WARNING
	$(PY) -m pytest -q tests/translations/test_catalogue.py

messages: $(VENV)/.dev  ## Collect translatable strings, compile, list Wagtail's gaps (needs gettext)
	DJANGO_SETTINGS_MODULE=lms.settings.test $(PY) manage.py collect_messages
	DJANGO_SETTINGS_MODULE=lms.settings.test $(PY) manage.py wagtail_gaps

bench: $(VENV)/.dev  ## The benchmark table, on SQLite and PostgreSQL
	$(PY) -m tests.bench $(BENCH)

lock:  ## Refresh the hash-checked lists (needs uv)
	uv pip compile -q --generate-hashes --no-header --no-annotate --no-emit-index-url --universal -p 3.11 pyproject.toml -o requirements/run.txt
	uv pip compile -q --generate-hashes --no-header --no-annotate --no-emit-index-url --universal -p 3.11 pyproject.toml --extra postgres --group dev -o requirements/dev.txt

clean:  ## Remove the environment and all local data
	rm -rf $(VENV) var
