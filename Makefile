# make run: the page on http://127.0.0.1:7860     make test: the whole suite     make lint     make env
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python
PORT ?= 7860

.PHONY: run test gate lint format env lock browser clean
.DELETE_ON_ERROR:

run: env
	@$(PY) index_build.py --articles data/articles $(wildcard data/uploads) --index data/index || [ $$? -eq 1 ]
	@$(PY) app.py --index data/index --port $(PORT)

test: env browser
	$(PY) -m pytest

# fails when a measure of the starter collection falls beyond its interval; see evals/README.md
gate: env
	$(PY) -m evals gate

lint: env
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

format: env
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

env: .venv/made

# the stamp is written last: an install that was stopped is done again
.venv/made: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one: make PYTHON=/path/to/python3.11"; exit 2; }
	@echo "Making the environment in .venv (some minutes, once)"
	$(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --no-input -r requirements.lock
	@touch .venv/made

# a browser for the tests: the machine's, else Debian's, else playwright's; without one they are skipped, loudly
browser: env
	@$(PY) -m tests.browser

# after a change of pyproject.toml: resolve everything anew, in an environment of its own
lock:
	rm -rf .venv-lock
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --upgrade pip
	.venv-lock/bin/python -m pip install --quiet torch==2.13.0
	$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")' > .venv-lock/direct.txt
	.venv-lock/bin/python -m pip install --quiet -r .venv-lock/direct.txt --group dev
	{ echo "# every package, exactly; made by: make lock"; .venv-lock/bin/python -m pip freeze | sed 's/+cpu$$//'; } > requirements.lock
	rm -rf .venv-lock

clean:
	rm -rf .venv data/index
