# cmc: two commands do all the set-up, `make demo` and `make test`.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint types unit smoke services install clean fuzz idiom bench bench-http bench-db bench-shims

$(STAMP): pyproject.toml
	scripts/make-venv $(VENV)
	@touch $(STAMP)

install: $(STAMP)

demo: $(STAMP)
	scripts/demo $(BIN)

test: $(STAMP)
	scripts/system-packages
	scripts/services
	$(MAKE) lint types unit smoke

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/black -q --check cli runtime transpiler tests bench setup.py

types: $(STAMP)
	scripts/check-types $(BIN)

unit: $(STAMP)
	$(BIN)/python -m pytest -n auto

smoke: $(STAMP)
	scripts/smoke-pythons

services:
	scripts/services

bench: $(STAMP)
	$(BIN)/python -m bench.run

bench-http: $(STAMP)
	$(BIN)/python -m bench.http

bench-db: $(STAMP)
	scripts/services
	$(BIN)/python bench/db/run.py

bench-shims: $(STAMP)
	$(BIN)/python -m bench.shims

fuzz: $(STAMP)
	$(BIN)/python -m tests.differential.fuzz --count 5000

idiom: $(STAMP)
	$(BIN)/python -m tests.idiom

clean:
	rm -rf $(VENV) build
