#!/usr/bin/env bash
# A PostgreSQL of its own: `postgres_server.sh DIRECTORY SETTING=VALUE…` makes a cluster in the folder DIRECTORY, which
# is there already, starts it with its Unix socket in it, and says `ready`.
#
# When standard input ends, which it does however the caller ends, the server is stopped and the folder removed.
# A cluster of the system is not touched; the user `postgres` needs no password.
set -euo pipefail
directory=$1
shift

programs=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1 | xargs -r dirname)
if [ -z "$programs" ]; then
  echo "PostgreSQL is missing. On Debian: sudo $(dirname "$0")/need_postgres.sh, which makes no cluster of the system" >&2
  exit 1
fi
as=()
if [ "$(id -u)" -eq 0 ]; then
  # PostgreSQL refuses to run as root; Debian's package has made this user.
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups --)
  chown -R postgres: "$directory"
fi
cd "$directory"
trap '"${as[@]}" "$programs/pg_ctl" -D "$directory/data" -m immediate stop >/dev/null 2>&1 || true
  cd / && rm -rf -- "$directory"' EXIT

settings="-c unix_socket_directories='$directory'"
for setting in "$@"; do settings+=" -c ${setting%%=*}='${setting#*=}'"; done
{
  # C.UTF-8: under plain C a trigram of anything but ASCII does not exist.
  "${as[@]}" "$programs/initdb" -D data -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --data-checksums --no-sync &&
    "${as[@]}" "$programs/pg_ctl" -D data -w -l "$directory/log" start -o "$settings"
} >"$directory/starting" 2>&1 || { cat starting log >&2; exit 1; }
echo ready
cat >/dev/null
