#!/usr/bin/env bash
# Runs the stages of `make test` in order, stops at the first that fails, and ends with a table of their times.
#
# The order makes each compilation serve the next: clippy and doc share the metadata of the dependencies, the Rust
# tests and the browser tests share one debug build.
set -euo pipefail
cd "$(dirname "$0")/.."
export RUSTDOCFLAGS='-D warnings'

table=()
finish() {
  local status=$?
  printf '\n%-10s %8s\n' stage seconds
  printf '%s\n' "${table[@]}"
  printf '%-10s %8d\n' total "$SECONDS"
  [ "$status" -eq 0 ] || printf '\nfailed in stage: %s\n' "$name"
}
trap finish EXIT

# stage NAME COMMAND…  No stage may ask: standard input is empty.
stage() {
  name=$1
  shift
  local start=$SECONDS
  printf '\n== %s\n' "$name"
  local status=0
  "$@" </dev/null || status=$?
  table+=("$(printf '%-10s %8d' "$name" $((SECONDS - start)))")
  [ "$status" -eq 0 ] || exit "$status"
  printf '== %s: %d s\n' "$name" $((SECONDS - start))
}

stage needs   scripts/need.sh cargo cc=gcc npm chromium lang:zh=fonts-wqy-microhei
stage postgres scripts/need_postgres.sh
stage packages make --no-print-directory web/node_modules/.installed
stage fmt     cargo fmt --all --check
stage clippy  cargo clippy --locked --workspace --all-targets -- -D warnings
stage doc     cargo doc --locked --workspace --no-deps
stage rust    cargo test --locked --workspace
# What knows no backend, or is of one alone, ran a moment ago.
stage rust-pg env SHANJAR_TEST_DATABASE=postgres cargo test --locked --workspace --lib --test all -- \
  --skip cluster:: --skip durability:: --skip repository:: --skip relevance:: --skip security::
stage api     scripts/schemathesis.sh 1000
stage web     npm run --prefix web --silent check
stage browser scripts/with_server.sh npm run --prefix web --silent test:browser
# Pages that only read ask the store by the functions that the stages above have tested on both backends.
stage browser-pg scripts/with_postgres.sh scripts/with_server.sh npm run --prefix web --silent test:writing
