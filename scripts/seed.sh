#!/usr/bin/env bash
# Makes a data directory with the seed glossary: `seed.sh BINARY DIRECTORY [with-demo]`, with invented people and trainings
# too if asked. One that exists is left as it is.
#
# The lists go into a directory beside it that gets its name at the end, so an interrupted first start leaves
# nothing that looks like a finished one.
set -euo pipefail
binary=$(realpath "$1")
directory=$(realpath -m "$2")
cd "$(dirname "$0")/.."

[ -e "$directory" ] && exit 0
# The order in which the collections are meant to be read is part of the data.
mapfile -t names < <(sed -nE 's/^name = "(.*)"$/\1/p' data/collections.toml)
lists=("${names[@]/#/data/seed/}")
rm -rf -- "$directory.new"
"$binary" import glossary --data-dir "$directory.new" "${lists[@]/%/.tsv}"
"$binary" import subject-fields --data-dir "$directory.new" data/subject-fields.tsv
"$binary" import collections --data-dir "$directory.new" data/collections.toml
[ "${3:-}" != with-demo ] || "$binary" demo load --data-dir "$directory.new"
mv -- "$directory.new" "$directory"
