# The commands of this repository; `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := list

# Where `make run` listens, and the data directory it serves: `make run LISTEN=0.0.0.0:9000 DATA_DIR=/srv/shanjar`.
LISTEN ?= 127.0.0.1:8080
DATA_DIR ?= .shanjar-demo
# How often `make bench-peers` asks each query, and how many of the mix.
ROUNDS ?= 3
QUERIES ?= 2000
# How many concepts `make bench-start` works with.
SIZES ?= 20000
# How often `make proof` kills a writing server, cuts its power and fills its disk, and how many ways of damage it tries.
KILL_ROUNDS ?= 200
POWER_CUTS ?= 1000
DISK_ROUNDS ?= 20
INDEX_DAMAGES ?= 200
# How many backups it makes while somebody writes.
BACKUPS ?= 20
# How often it kills a primary under writers, how many changes it follows, and how many writes it looks for at once.
FAILOVERS ?= 10
CHANGES ?= 10000
PAIRS ?= 5000
# How many cases each property of the crate text is tried on, and how long each of its parsers is fuzzed.
CASES ?= 100000
FUZZ_SECONDS ?= 600
# How often it kills a server that imports, and how many concepts are imported beside whoever writes.
IMPORT_KILLS ?= 40
IMPORTED ?= 20000
# How many generated requests it sends to the API.
API_CASES ?= 20000

TARGET_DIR := $(or $(CARGO_TARGET_DIR),target)
# Rust's own installer puts cargo there, and not every shell has been told.
export PATH := $(PATH):$(HOME)/.cargo/bin

.PHONY: list run test check bench bench-peers bench-start relevance proof mutants screenshots

list: ## say what each command does
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' Makefile | expand -t 20

# Every build selects the workspace: with `-p cli` cargo picks other features, and compiles the libraries a second time.
run: needs-run web/node_modules/.installed ## build the server and serve the seed glossary and the demo registry on LISTEN from DATA_DIR
	@cargo build --locked --workspace --bin shanjar
	@scripts/seed.sh $(TARGET_DIR)/debug/shanjar "$(DATA_DIR)" with-demo
	@exec $(TARGET_DIR)/debug/shanjar serve --data-dir "$(DATA_DIR)" --listen "$(LISTEN)"

test: ## install what the tests need, then run every stage (scripts/stages.sh)
	@scripts/stages.sh

check: ## the quick loop: format, lints, documentation, repository rules, dependency rules
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps
	cargo test --locked --workspace --test all repository
	@if cargo deny --version >/dev/null 2>&1; then \
	  cargo deny check licenses bans sources --hide-inclusion-graph; \
	else \
	  echo 'dependency rules skipped: cargo-deny is not installed'; \
	fi

bench: ## measure what docs/performance.md records
	cargo bench --locked --workspace --bench '*'

bench-peers: ## measure SQLite FTS5, groonga and PostgreSQL on our data and queries; ROUNDS=1 QUERIES=0 for the judged ones only
	@scripts/need.sh cargo cc=gcc groonga=groonga-bin
	@cargo bench --locked --quiet --workspace --bench peers --no-run
	@scripts/with_postgres.sh sh -c 'exec cargo bench --locked --quiet --workspace --bench peers -- \
	  --rounds $(ROUNDS) --queries $(QUERIES) --postgres "$$POSTGRES_DIRECTORY"'

relevance: ## show how often the right answer stands first; RECORD=1 keeps the figures, MISSES=1 lists the misses, MARKDOWN=1
	@SHANJAR_RELEVANCE_RECORD=$(RECORD) SHANJAR_RELEVANCE_MISSES=$(MISSES) SHANJAR_RELEVANCE_MARKDOWN=$(MARKDOWN) \
	  cargo test --locked --quiet --workspace --test all relevance::no_kind -- --nocapture

bench-start: ## measure starts and memory with the real binary, for SIZES="20000 1000000" concepts
	cargo build --locked --workspace --profile bench --bin shanjar
	cargo bench --locked --workspace --bench start -- $(SIZES)

proof: ## prove at length what the variables above count, by hand: kills, power cuts, damage, backups, failovers, properties, requests, checks taken out, fuzzing
	@scripts/need.sh cargo cc=gcc
	@scripts/need_postgres.sh
	SHANJAR_KILL_ROUNDS=$(KILL_ROUNDS) SHANJAR_POWER_CUTS=$(POWER_CUTS) SHANJAR_DISK_ROUNDS=$(DISK_ROUNDS) \
	  SHANJAR_INDEX_DAMAGES=$(INDEX_DAMAGES) SHANJAR_BACKUPS=$(BACKUPS) \
  SHANJAR_IMPORT_KILLS=$(IMPORT_KILLS) SHANJAR_IMPORTED=$(IMPORTED) \
	  cargo test --locked --workspace --test all durability -- --nocapture
	SHANJAR_FAILOVERS=$(FAILOVERS) SHANJAR_CHANGES=$(CHANGES) SHANJAR_PAIRS=$(PAIRS) \
	  cargo test --locked --workspace --test all cluster:: -- --nocapture --test-threads=1
	SHANJAR_CASES=$(CASES) cargo test --locked --workspace --test text --test glossary_files
	SHANJAR_CASES=$(CASES) cargo test --locked --workspace --lib -- personal_data credentials
	cargo build --locked --workspace --bin shanjar
	scripts/open_exports.sh
	scripts/schemathesis.sh $(API_CASES)
	scripts/mutants.sh
	scripts/fuzz.sh $(FUZZ_SECONDS)

mutants: ## take twenty checks out of the program, one after the other, and show the test that then fails
	@scripts/mutants.sh

screenshots: needs-browser web/node_modules/.installed ## take the pictures of README.md again
	@cargo build --locked --workspace --bin shanjar
	@scripts/with_server.sh npm run --prefix web --silent screenshots

.PHONY: needs-run needs-browser
needs-run:
	@scripts/need.sh cargo cc=gcc npm
needs-browser: needs-run
	@scripts/need.sh chromium lang:zh=fonts-noto-cjk

web/node_modules/.installed: web/package.json web/package-lock.json
	@npm ci --prefix web --no-audit --no-fund --ignore-scripts
	@touch $@
