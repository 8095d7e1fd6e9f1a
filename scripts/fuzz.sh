#!/usr/bin/env bash
# Fuzzes the crates `text`, `glossary`, `search`, `exchange` and `app`: `fuzz.sh SECONDS [TARGET…]`, all targets when none is named, two at a time.
#
# The corpus of a target is kept in its crate, in testdata/fuzz/TARGET.hex, an input a line, and the tests replay it. An
# input that crashes, or takes longer than two seconds, ends the run of its target and is left in the folder that is named.
set -euo pipefail
cd "$(dirname "$0")/../crates"
seconds=$1
shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(normalize syllable ewts_read ewts_write collate phonetic pinyin segment filter search tbx roster backup)
work=${SHANJAR_FUZZ_DIR:-$(mktemp -d)}
mkdir -p "$work"

if ! cargo fuzz --version >/dev/null 2>&1; then
  echo 'cargo-fuzz is missing: cargo install cargo-fuzz; it also needs: rustup toolchain install nightly' >&2
  exit 1
fi

crate_of() {
  case $1 in
    filter) echo glossary ;;
    search) echo search ;;
    tbx | roster) echo exchange ;;
    backup) echo app ;;
    *) echo text ;;
  esac
}

unpack() {
  local kept
  kept=$(crate_of "$1")/testdata/fuzz
  mkdir -p "$kept" "$work/$1"
  [ -f "$kept/$1.hex" ] || return 0
  local number=0 line
  while read -r line; do
    number=$((number + 1))
    # shellcheck disable=SC2059
    printf "$(sed 's/../\\x&/g' <<<"$line")" >"$work/$1/kept-$number"
  done <"$kept/$1.hex"
}

# Keeps 250 inputs of all sizes up to 400 bytes, as far as each covers something of its own.
pack() {
  local crate kept
  crate=$(crate_of "$1")
  kept=$crate/testdata/fuzz
  cargo +nightly fuzz cmin --fuzz-dir "$crate/fuzz" "$1" "$work/$1" >/dev/null 2>&1 || true
  find "$work/$1" -type f -size -400c -printf '%s %p\n' | sort -n | cut -d' ' -f2- >"$work/$1.list"
  awk -v all="$(wc -l <"$work/$1.list")" 'NR == 1 || int(NR * 250 / all) > int((NR - 1) * 250 / all)' "$work/$1.list" |
    while read -r file; do
      od -An -v -tx1 "$file" | tr -d ' \n'
      echo
    done | grep . | sort >"$kept/$1.hex.new" || true
  mv "$kept/$1.hex.new" "$kept/$1.hex"
}

one() {
  unpack "$1"
  local status=0
  cargo +nightly fuzz run --fuzz-dir "$(crate_of "$1")/fuzz" "$1" "$work/$1" -- \
    -max_total_time="$seconds" -timeout=2 -max_len=2048 -len_control=50 -print_final_stats=1 \
    -artifact_prefix="$work/$1-" >"$work/$1.log" 2>&1 || status=$?
  if [ "$status" -eq 0 ]; then
    printf '%-11s %s s without a crash or a slow input; %s\n' "$1" "$seconds" \
      "$(grep -o 'number_of_executed_units: *[0-9]*' "$work/$1.log" | tr -s ' ')"
    pack "$1"
  else
    printf '%-11s FAILED, see %s\n' "$1" "$work/$1.log"
    return 1
  fi
}

for crate in $(for target in "${targets[@]}"; do crate_of "$target"; done | sort -u); do
  cargo +nightly fuzz build --fuzz-dir "$crate/fuzz"
done
failed=0
for ((first = 0; first < ${#targets[@]}; first += 2)); do
  pids=()
  for target in "${targets[@]:first:2}"; do
    one "$target" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
done
exit "$failed"
