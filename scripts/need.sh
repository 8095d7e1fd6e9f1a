#!/usr/bin/env bash
# Sees to it that programs and fonts are there: `need.sh cc=gcc npm lang:zh=fonts-noto-cjk`.
#
# Each argument is a program, or `program=package` when Debian's package has another name, or `lang:CODE=package`
# for a font of a language. What is missing is installed when we are root on Debian, else named in one sentence.
set -euo pipefail

is_there() {
  case $1 in
    lang:*) command -v fc-list >/dev/null && [ -n "$(fc-list ":lang=${1#lang:}" file)" ] ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

missing=()
for need in "$@"; do
  is_there "${need%%=*}" && continue
  if [ "$need" = cargo ]; then
    # Debian's own Rust is older than the one we are built with.
    echo 'Rust is missing: install it as https://rustup.rs says, then run this again.' >&2
    exit 1
  fi
  missing+=("${need#*=}")
  # Without this program the fonts that are there cannot be seen.
  case $need in lang:*) command -v fc-list >/dev/null || missing+=(fontconfig) ;; esac
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "Missing: ${missing[*]}. On Debian: sudo apt-get update && sudo apt-get install -y ${missing[*]}" >&2
  exit 1
fi
echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}"
