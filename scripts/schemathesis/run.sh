#!/usr/bin/env bash
# Runs the tool against the server at SHANJAR_URL; scripts/schemathesis.sh sets the other variables.
set -euo pipefail
folder=$(cd "$(dirname "$0")" && pwd)
document=$SHANJAR_URL/api/v1/openapi.json
operations=$(python3 -c '
import json, sys, urllib.request
paths = json.load(urllib.request.urlopen(sys.argv[1]))["paths"]
print(sum(len(methods) for methods in paths.values()))' "$document")
# An operation that takes next to nothing has few cases to ask; the others make up for it.
each=$(((SHANJAR_CASES * 3 / 2 + operations - 1) / operations))

export SHANJAR_TALLY=$SHANJAR_SCRATCH/tally.json PYTHONPATH=$folder SCHEMATHESIS_HOOKS=hooks
cd "$SHANJAR_SCRATCH"
status=0
"$SHANJAR_SCHEMATHESIS" --config-file "$folder/schemathesis.toml" run "$document" \
  --max-examples "$each" --seed "${SHANJAR_SEED:-1}" --no-color >report.txt 2>&1 || status=$?
python3 "$folder/tally.py" "$SHANJAR_TALLY" "$SHANJAR_CASES" || status=1
[ "$status" -eq 0 ] || cat report.txt
exit "$status"
