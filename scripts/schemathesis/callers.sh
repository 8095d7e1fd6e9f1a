#!/usr/bin/env bash
# Makes the callers of the generated requests: `callers.sh BINARY DIRECTORY`; the server is not running yet.
#
# Writes one JSON document a line to SHANJAR_SCRATCH/callers.jsonl: a token with every scope, and a slip for each role
# that opens what tokens cannot.
set -euo pipefail
binary=$1
directory=$2
callers=$SHANJAR_SCRATCH/callers.jsonl

for role in security_admin auditor committee; do
  "$binary" user add "api-$role" --role "$role" --json --data-dir "$directory" | tr -d '\n' >>"$callers"
  echo >>"$callers"
done
"$binary" token add api-generated --json --data-dir "$directory" \
  --scope glossary:read --scope glossary:write --scope registry:read --scope registry:write --scope registry:pii \
  --scope documents --scope admin | tr -d '\n' >>"$callers"
echo >>"$callers"
