#!/usr/bin/env bash
# Takes one check after the other out of a copy of the program and shows that a test fails: `mutants.sh [NAME…]`.
#
# A file scripts/mutants/NAME.patch begins with what it takes out and with `test: PATH::OF::TEST`. First all these tests
# have to pass on the program as it is; then each patch is applied, the program built, and its test has to fail.
# What is compiled of others is shared with the other builds; the copy and its programs lie in the target folder.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
tree=$target/mutants/tree
names=("$@")
[ ${#names[@]} -gt 0 ] || mapfile -t names < <(cd scripts/mutants && printf '%s\n' *.patch | sed 's/\.patch$//')

rm -rf -- "$tree"
mkdir -p "$tree"
git ls-files -z | tar --null -T - -cf - | tar -xf - -C "$tree"
export CARGO_BUILD_BUILD_DIR=$target CARGO_TARGET_DIR=$target/mutants/programs
cd "$tree"

test_of() { sed -n 's/^test: //p' "$root/scripts/mutants/$1.patch"; }

cargo build --locked --quiet --workspace --bin shanjar
tests=$(cargo test --locked --quiet --workspace --test all --no-run --message-format=json |
  sed -nE 's/.*"name":"all".*"executable":"([^"]+)".*/\1/p' | tail -1)
# Where cargo runs it, because snapshots and data are found from there.
run() { (cd "$tree/crates/cli" && "$tests" --exact "$1" >"$target/mutants/run.log" 2>&1); }

for name in "${names[@]}"; do
  wanted=$(test_of "$name")
  if ! run "$wanted" || ! grep -q '^test result: ok. 1 passed' "$target/mutants/run.log"; then
    echo "mutants: $wanted does not pass on the program as it is" >&2
    tail -40 "$target/mutants/run.log" >&2
    exit 1
  fi
done

caught=0
for name in "${names[@]}"; do
  patch=$root/scripts/mutants/$name.patch
  patch -s -p1 <"$patch"
  cargo build --locked --quiet --workspace --bin shanjar
  if run "$(test_of "$name")"; then
    echo "mutants: $name is not caught by $(test_of "$name")" >&2
  elif grep -q '^test result: FAILED. 0 passed; 1 failed' "$target/mutants/run.log"; then
    caught=$((caught + 1))
    printf '%-28s caught by %s\n' "$name" "$(test_of "$name")"
  else
    echo "mutants: $name stopped the test otherwise" >&2
    tail -20 "$target/mutants/run.log" >&2
  fi
  patch -s -R -p1 <"$patch"
done
echo "mutants: ${#names[@]} applied, $caught caught"
[ "$caught" -eq ${#names[@]} ]
