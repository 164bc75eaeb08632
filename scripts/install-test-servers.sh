#!/usr/bin/env bash
# The servers that integration tests talk to, from Debian's packages. Tests start them themselves.
set -euo pipefail

missing=()
for package in prometheus prometheus-pushgateway; do
  [ -x "/usr/bin/$package" ] || missing+=("$package")
done
[ "${#missing[@]}" -eq 0 ] && exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update -q
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
