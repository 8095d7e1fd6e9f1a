#!/usr/bin/env bash
# Runs a command against a server of its own: `with_server.sh COMMAND…`; the command finds it at SHANJAR_URL, and with
# SHANJAR_BINARY and SHANJAR_DATA_DIR can do beside it what its operator does.
#
# The server is the debug build, with the seed glossary in a directory that goes away, on a port the system chooses.
# `$SHANJAR_PREPARE BINARY DIRECTORY` is run before the server, if it is set.
set -euo pipefail
scripts=$(cd "$(dirname "$0")" && pwd)
binary=${CARGO_TARGET_DIR:-$scripts/../target}/debug/shanjar
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT

if ! "$scripts/seed.sh" "$binary" "$scratch/data" >"$scratch/log" 2>&1; then
  cat "$scratch/log" >&2
  exit 1
fi
[ -z "${SHANJAR_PREPARE:-}" ] || "$SHANJAR_PREPARE" "$binary" "$scratch/data"
# Tests ask faster than any reader.
coproc SERVER { SHANJAR_RATE_LIMIT_PER_MINUTE=0 exec "$binary" serve --data-dir "$scratch/data" --listen 127.0.0.1:0 2>"$scratch/log"; }
# Bash forgets both once the process has ended.
pid=$SERVER_PID
exec {lines}<&"${SERVER[0]}"
trap 'kill -9 "$pid" 2>/dev/null || true; rm -rf -- "$scratch"' EXIT

address=
while [ -z "$address" ] && read -r -t 120 -u "$lines" line; do
  case $line in 'listening on '*) address=${line#listening on } ;; esac
done
if [ -z "$address" ]; then
  echo 'the server did not say that it is listening; its log:' >&2
  cat "$scratch/log" >&2
  exit 1
fi

status=0
SHANJAR_URL=$address SHANJAR_BINARY=$(realpath "$binary") SHANJAR_DATA_DIR=$scratch/data "$@" || status=$?
kill -TERM "$pid" 2>/dev/null || true
if ! wait "$pid"; then
  echo 'the server did not stop cleanly; its log:' >&2
  cat "$scratch/log" >&2
  [ "$status" -ne 0 ] || status=1
fi
exit "$status"
