#!/usr/bin/env bash
# Fills a form of an office and opens it in LibreOffice: `open_template.sh [BINARY]`, the example `fill_template` by default.
#
# LibreOffice makes the workbook of the form, we fill it, and LibreOffice turns what came out into a sheet, which has to be
# the expected one: three rows in the place of one, merged cells and the total moved down, and the total calculated anew.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/need.sh unzip soffice=libreoffice-calc-nogui
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
for part in $(unzip -Z1 "$scratch/form.xlsx"); do
  # unzip takes a bracket for the beginning of a pattern.
  name=${part//\[/\\[}
  cmp -s <(unzip -p "$scratch/form.xlsx" "$name") <(unzip -p "$scratch/filled.xlsx" "$name") || echo "new: $part"
done
cat "$scratch/filled.csv"
