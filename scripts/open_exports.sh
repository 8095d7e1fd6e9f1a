#!/usr/bin/env bash
# Opens what we export in the programs it is meant for: `open_exports.sh [BINARY]`.
#
# sdcv finds sampled headwords of both scripts in the dictionary, and nothing that is not there; LibreOffice turns the
# workbook into a sheet whose every cell is as we wrote it. The glossary is the seed, in a directory that goes away.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/need.sh python3 sdcv soffice=libreoffice-calc-nogui
binary=$(realpath "${1:-${CARGO_TARGET_DIR:-target}/debug/shanjar}")
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT

scripts/seed.sh "$binary" "$scratch/data" >"$scratch/log"
export SHANJAR_DATA_DIR=$scratch/data
for format in jsonl csv xlsx stardict; do
  "$binary" export glossary --format "$format" --out "$scratch/glossary.$format" >>"$scratch/log" 2>&1
done
mkdir "$scratch/opened"
# A profile of its own: whoever runs this may have LibreOffice open. 44,34,76: commas, quotation marks, UTF-8.
soffice "-env:UserInstallation=file://$scratch/profile" --headless \
  --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76' --outdir "$scratch/opened" \
  "$scratch/glossary.xlsx" >>"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; exit 1; }
exec python3 scripts/open_exports/check.py "$scratch"
