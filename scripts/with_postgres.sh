#!/usr/bin/env bash
# Runs a command beside a PostgreSQL of its own: `with_postgres.sh COMMAND…`; `--postgres DIRECTORY` is added to the
# command, the folder of its Unix socket.
#
# Cluster and socket lie in a folder that goes away, no port is opened, and a cluster of the system is not touched.
set -euo pipefail

scripts=$(cd "$(dirname "$0")" && pwd)

newest_programs() { { find /usr/lib/postgresql -path "*/bin/initdb" 2>/dev/null || true; } | sort -V | tail -1 | xargs -r dirname; }
programs=$(newest_programs)
if [ -z "$programs" ]; then
  # Debian's package makes a cluster for the system and starts it, unless it is told not to.
  "$scripts/need.sh" pg_createcluster=postgresql-common
  no_cluster=/etc/postgresql-common/createcluster.d/without-main.conf
  mkdir -p "${no_cluster%/*}" && echo 'create_main_cluster = false' >"$no_cluster"
  trap 'rm -f "$no_cluster"' EXIT
  "$scripts/need.sh" initdb=postgresql
  rm -f "$no_cluster"
  programs=$(newest_programs)
fi
scratch=$(mktemp -d)
as=()
if [ "$(id -u)" -eq 0 ]; then
  # PostgreSQL refuses to run as root; Debian's package has made this user.
  chown postgres "$scratch"
  as=(runuser -u postgres --)
fi
stop() {
  (cd "$scratch" && "${as[@]}" "$programs/pg_ctl" -D "$scratch/data" -m immediate stop) >/dev/null 2>&1 || true
  rm -rf -- "$scratch"
}
trap stop EXIT

(
  cd "$scratch"
  # C.UTF-8: under plain C a trigram of anything but ASCII does not exist.
  "${as[@]}" "$programs/initdb" -D data -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync
  "${as[@]}" "$programs/pg_ctl" -D data -w -l log start -o "-c listen_addresses='' -c port=5432 \
    -c unix_socket_directories='$scratch' -c shared_buffers=512MB -c maintenance_work_mem=256MB -c work_mem=64MB \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
) >"$scratch.log" 2>&1 || { cat "$scratch.log" "$scratch/log" >&2; rm -f "$scratch.log"; exit 1; }
rm -f "$scratch.log"

"$@" --postgres "$scratch"
