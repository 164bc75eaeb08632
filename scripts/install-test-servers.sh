#!/usr/bin/env bash
# The real servers that tests talk to, and what Kafka's is compiled with. Does nothing where they are there already.
set -euo pipefail

declare -A packages=([prometheus]=prometheus [promtool]=prometheus [prometheus-pushgateway]=prometheus-pushgateway)

missing=()
for program in "${!packages[@]}"; do
  command -v "$program" >/dev/null || missing+=("${packages[$program]}")
done
command -v gcc >/dev/null || missing+=(gcc libc6-dev)
[[ -e /usr/include/librdkafka/rdkafka_mock.h ]] || missing+=(librdkafka-dev)
if ((${#missing[@]} == 0)); then exit 0; fi

if ! command -v apt-get >/dev/null || [[ $(id -u) != 0 ]]; then
  echo "These servers are absent, and only root can install them, with apt-get: ${missing[*]}" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
# The packages would start services of their own; the tests start what they need.
readonly POLICY=/usr/sbin/policy-rc.d
if [[ ! -e $POLICY ]]; then
  printf '#!/bin/sh\nexit 101\n' >"$POLICY"
  chmod +x "$POLICY"
  trap 'rm -f "$POLICY"' EXIT
fi
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}"
