#!/usr/bin/env bash
# Runs a command beside a PostgreSQL of its own: `with_postgres.sh COMMAND…`.
#
# The command finds the folder of its Unix socket at POSTGRES_DIRECTORY, and what it starts of ours keeps its glossary
# there by SHANJAR_DATABASE. The server is set up to be quick, not to keep anything; no port is opened.
set -euo pipefail
scripts=$(cd "$(dirname "$0")" && pwd)
"$scripts/need_postgres.sh"
scratch=$(mktemp -d)
coproc SERVER { exec "$scripts/postgres_server.sh" "$scratch" listen_addresses= port=5432 shared_buffers=512MB \
  maintenance_work_mem=256MB work_mem=64MB fsync=off synchronous_commit=off full_page_writes=off autovacuum=off; }
# Bash forgets both once the process has ended.
pid=$SERVER_PID
exec {lines}<&"${SERVER[0]}" {ending}>&"${SERVER[1]}"
eval "exec ${SERVER[1]}>&-"
read -r _ <&"$lines" || exit 1

status=0
POSTGRES_DIRECTORY=$scratch SHANJAR_DATABASE="postgres://postgres@/postgres?host=$scratch" "$@" {ending}>&- || status=$?
exec {ending}>&-
wait "$pid" || true
exit "$status"
