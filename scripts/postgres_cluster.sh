#!/usr/bin/env bash
# Three PostgreSQL servers, one of them primary: `postgres_cluster.sh DIRECTORY PORT PORT PORT SETTING=VALUE…` makes the
# members 0, 1 and 2 in the folder DIRECTORY, which is there already, on ports of 127.0.0.1, and says `ready`.
#
# Then it does what stands on each line of standard input, and answers `done` or what went wrong:
#   kill N            ends every process of member N at once, as a machine that loses its power does to its processes
#   promote N         makes the standby N primary, and waits until it takes writes
#   follow N PRIMARY  lets standby N follow another primary
#   cut N             lets standby N follow nobody, while it goes on answering
#   rejoin N PRIMARY  makes member N anew as a standby of PRIMARY, from a copy of it
# When standard input ends, which it does however the caller ends, all members are stopped and the folder is removed.
set -euo pipefail
directory=$1
ports=("$2" "$3" "$4")
shift 4

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

end() {
  for member in 0 1 2; do
    "${as[@]}" "$programs/pg_ctl" -D "$directory/$member" -m immediate stop >/dev/null 2>&1 || true
  done
  cd / && rm -rf -- "$directory"
}
trap end EXIT

# start MEMBER  Its name as a standby is `member_N`: by that it counts for the quorum.
start() {
  local settings="-c unix_socket_directories='$directory' -c port=${ports[$1]} -c cluster_name=member_$1"
  for setting in "${given[@]}"; do settings+=" -c ${setting%%=*}='${setting#*=}'"; done
  "${as[@]}" "$programs/pg_ctl" -D "$1" -w -l "$directory/log_$1" start -o "$settings"
}
given=("$@")

ask() { "${as[@]}" "$programs/psql" -X -q -h "$directory" -p "${ports[$1]}" -U postgres -d postgres -c "$2"; }

kill_member() {
  local leader
  leader=$(head -1 "$1/postmaster.pid")
  # Its children by the number of their parent, so that nothing else is ended; the leader first, or it would see them die.
  local children
  children=$(ps -o pid= --ppid "$leader")
  # shellcheck disable=SC2086 # numbers, one a word
  kill -9 "$leader" $children
  while kill -0 "$leader" 2>/dev/null; do :; done
}

copy() {
  rm -rf -- "$1"
  "${as[@]}" "$programs/pg_basebackup" -D "$1" -h "$directory" -p "${ports[$2]}" -U postgres -c fast -R --no-sync
  start "$1"
}

followed() {
  ask "$1" "ALTER SYSTEM SET primary_conninfo = '$2'"
  ask "$1" 'SELECT pg_reload_conf()'
}

obey() {
  case $1 in
    kill) kill_member "$2" ;;
    promote) "${as[@]}" "$programs/pg_ctl" -D "$2" -w promote ;;
    follow) followed "$2" "host=$directory port=${ports[$3]} user=postgres" ;;
    cut) followed "$2" '' ;;
    # Without the checkpoint a copy may still be of the history before the promotion.
    rejoin) ask "$3" 'CHECKPOINT' && copy "$2" "$3" ;;
  esac
}

{
  "${as[@]}" "$programs/initdb" -D 0 -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --data-checksums --no-sync &&
    start 0 && copy 1 0 && copy 2 0
} >starting 2>&1 </dev/null || { cat starting log_* >&2; exit 1; }
echo ready
while read -r line; do
  # shellcheck disable=SC2086 # a line is words
  if obey $line >obeying 2>&1 </dev/null; then echo done; else echo "failed: $line: $(tail -5 obeying | tr '\n' ' ')"; fi
done
