#!/usr/bin/env bash
# Sees to it that PostgreSQL's server programs are there, without a cluster of the system that nobody asked for.
set -euo pipefail
scripts=$(cd "$(dirname "$0")" && pwd)

compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && exit 0
if [ "$(id -u)" -ne 0 ]; then
  # Names the package, and ends.
  "$scripts/need.sh" initdb=postgresql
fi
# Debian's package makes a cluster for the system and starts it, unless it is told not to.
"$scripts/need.sh" pg_createcluster=postgresql-common
no_cluster=/etc/postgresql-common/createcluster.d/without-main.conf
mkdir -p "${no_cluster%/*}" && echo 'create_main_cluster = false' >"$no_cluster"
trap 'rm -f "$no_cluster"' EXIT
"$scripts/need.sh" initdb=postgresql
