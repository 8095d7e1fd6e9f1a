#!/usr/bin/env bash
# Asks every operation of the API's document with generated requests: `schemathesis.sh N` sends at least N of them.
#
# Fails when the server breaks (5xx), when an answer is not what the document says, when a request that the document
# allows is refused for a reason that scripts/schemathesis/hooks.py does not name, or when fewer than N were sent.
# The tool lives in the target folder, at a version that is pinned here.
set -euo pipefail
cd "$(dirname "$0")/.."
export SHANJAR_CASES=${1:?how many cases}
version=4.32.5
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
venv=$target/schemathesis-$version

if [ ! -x "$venv/bin/schemathesis" ]; then
  scripts/need.sh python3
  # Debian keeps what `venv` needs in a package of its own.
  python3 -c 'import ensurepip' 2>/dev/null || scripts/need.sh pip3=python3-venv
  rm -rf -- "$venv.new" "$venv"
  python3 -m venv "$venv.new"
  "$venv.new/bin/python" -m pip install --quiet --disable-pip-version-check "schemathesis==$version"
  # Its programs name the folder they were installed into.
  mv -- "$venv.new" "$venv"
  sed -i "1s|$venv.new|$venv|" "$venv/bin/schemathesis"
fi

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
export SHANJAR_SCHEMATHESIS=$venv/bin/schemathesis SHANJAR_SCRATCH=$scratch
SHANJAR_PREPARE=scripts/schemathesis/callers.sh scripts/with_server.sh scripts/schemathesis/run.sh
