#!/usr/bin/env bash
# Fills a form of an office and opens it in LibreOffice: `open_template.sh [EXAMPLE [BINARY]]`, the example `fill_template`
# and `shanjar` of the debug build by default.
#
# LibreOffice makes the workbook of the form, we fill it, and LibreOffice turns what came out into a sheet, which has to be
# the expected one: three rows in the place of one, merged cells and the total moved down, and the total calculated anew.
# Then `shanjar export roster --template` fills the same form with a training of the demonstration, and every name of its
# roster stands in the sheet, in both scripts. Both times every part of the file but the sheet is the same to the byte.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/need.sh python3 soffice=libreoffice-calc-nogui
binary=${1:-${CARGO_TARGET_DIR:-target}/debug/examples/fill_template}
[ -x "$binary" ] || { echo "$binary is missing (hint: cargo build --locked --workspace --example fill_template)" >&2; exit 1; }
here=scripts/open_template
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT

# A profile of its own: whoever runs this may have LibreOffice open.
convert() {
  soffice "-env:UserInstallation=file://$scratch/profile" --headless --convert-to "$1" --outdir "$scratch" "$2" \
    >>"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; exit 1; }
}
convert xlsx "$here/form.fods"
"$binary" "$scratch/form.xlsx" "$here/roster.csv" "$scratch/filled.xlsx"
# 44,34,76: commas, quotation marks, UTF-8.
convert 'csv:Text - txt - csv (StarCalc):44,34,76' "$scratch/filled.xlsx"
diff -u "$here/expected.csv" "$scratch/filled.csv"
python3 "$here/check.py" same "$scratch/form.xlsx" "$scratch/filled.xlsx"

shanjar=$(realpath "${2:-${CARGO_TARGET_DIR:-target}/debug/shanjar}")
export SHANJAR_DATA_DIR=$scratch/data
"$shanjar" demo load >>"$scratch/log" 2>&1
# The first training of the demonstration's last year.
"$shanjar" export trainings --year 2019 --out "$scratch/trainings.csv" >>"$scratch/log"
training=$(python3 "$here/check.py" first "$scratch/trainings.csv")
"$shanjar" export roster --training "$training" --out "$scratch/names.csv"
"$shanjar" export roster --training "$training" --template "$scratch/form.xlsx" --out "$scratch/roster.xlsx"
convert 'csv:Text - txt - csv (StarCalc):44,34,76' "$scratch/roster.xlsx"
python3 "$here/check.py" same "$scratch/form.xlsx" "$scratch/roster.xlsx"
python3 "$here/check.py" names "$scratch/names.csv" "$scratch/roster.csv"
