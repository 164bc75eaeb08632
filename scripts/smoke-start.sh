#!/usr/bin/env bash
# What a newcomer sees: `npm start`, two requests, and their traces, metrics and log lines; then Ctrl+C.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly START_TIMEOUT_S=${START_TIMEOUT_S:-420} # the first start installs
readonly STOP_TIMEOUT_S=20
readonly TRACE=4bf92f3577b34da6a3ce929d0e0e4736
readonly ORDER_TRACE=7c3a2f0e9d184b65b1f4d7a86c05e293
readonly LOG=$(mktemp)

# Three in a row: the gateway's, and where orders and inventory serve their metrics.
port=$(node -e '
const { createServer } = require("net");
const listen = (port) => new Promise((resolve) => {
  const server = createServer().on("error", () => resolve()).listen(port, () => resolve(server));
});
(async () => {
  for (;;) {
    const first = await listen(0);
    const { port } = first.address();
    const others = [await listen(port + 1), await listen(port + 2)];
    for (const server of [first, ...others]) server?.close();
    if (others.every(Boolean)) return console.log(port);
  }
})()')
readonly url="http://localhost:$port"

# A process group of its own, so that whatever `npm start` leaves behind can be found and ended.
set -m
PORT=$port npm start >"$LOG" 2>&1 &
readonly npm_pid=$!
set +m

remains() { kill -0 -- "-$npm_pid" 2>/dev/null; }
cleanup() {
  if remains; then kill -KILL -- "-$npm_pid" || true; fi
  rm -f "$LOG"
}
trap cleanup EXIT

fail() {
  echo "✗ $1" >&2
  echo "--- the end of what npm start said:" >&2
  tail -n 40 "$LOG" >&2
  exit 1
}

# Tries until the rest of the arguments succeed; fails with the first one after so many seconds.
within() {
  local seconds=$1 what=$2 deadline=$((SECONDS + $1))
  shift 2
  while ((SECONDS <= deadline)); do
    if "$@"; then
      echo "✓ $what"
      return
    fi
    sleep 0.2
  done
  fail "not within ${seconds} s: $what"
}

serves() {
  remains || fail 'npm start ended before the shop was open'
  curl -fsS -o /dev/null --max-time 5 "$url/metrics" 2>/dev/null
}
# Not through a pipe: grep leaves at its first match, and curl would fail.
measured() {
  local metrics
  metrics=$(curl -fsS --max-time 5 "$url/metrics") && grep -qxF -- "$1" <<<"$metrics"
}
gone() { ! remains; }

# Four lines from the headline on: server span first, cache and query below.
drawn() {
  local tree
  tree=$(grep -A 5 -F "✓ trace $TRACE" "$LOG") || return 1
  grep -qE '^└─ GET /users/:id  200  ' <<<"$(sed -n 2p <<<"$tree")" &&
    grep -qE '^ +├─ cache get  miss  ' <<<"$tree" &&
    grep -qE '^ +├─ SELECT users  ' <<<"$tree"
}
# One tree through the three services, each named where its part begins.
order_drawn() {
  local tree
  tree=$(grep -A 14 -F "✓ trace $ORDER_TRACE" "$LOG") || return 1
  grep -qE '^└─ gateway: POST /orders  201  ' <<<"$(sed -n 2p <<<"$tree")" &&
    grep -qE '^ +└─ orders: ' <<<"$tree" &&
    grep -qE '^ +└─ place order  ' <<<"$tree" &&
    grep -qE '└─ inventory: ' <<<"$tree" &&
    grep -qE '└─ UPDATE products  ' <<<"$tree" &&
    grep -qE '└─ INSERT orders  ' <<<"$tree" &&
    [[ $(grep -cF "trace $ORDER_TRACE" "$LOG") == 1 ]]
}
order_lines() {
  grep -F '"service":"orders"' "$LOG" | grep -F '"message":"Order placed"' | grep -qF "\"trace_id\":\"$ORDER_TRACE\"" &&
    grep -F '"service":"gateway"' "$LOG" | grep -F '"message":"POST /orders 201"' | grep -qF "\"trace_id\":\"$ORDER_TRACE\""
}
log_line() { grep -F '"message":"GET /users/:id 200"' "$LOG" | grep -qF "\"trace_id\":\"$TRACE\""; }

within "$START_TIMEOUT_S" "npm start serves $url" serves

answer=$(curl -fsS --max-time 5 -H "traceparent: 00-$TRACE-00f067aa0ba902b7-01" "$url/users/1") || fail 'GET /users/1'
[[ $answer == *'"name":"Ada Lovelace"'* ]] || fail "GET /users/1 answered $answer"
echo "✓ GET /users/1 answers $answer"

within 5 'the trace is drawn under the id of its caller: server span, cache and query' drawn
within 5 'the request is counted under its route, once' \
  measured 'http_requests_total{method="GET",endpoint="/users/:id",status_code="200"} 1'
metrics=$(curl -fsS --max-time 5 "$url/metrics") || fail 'GET /metrics'
if grep -q '^http_.*/metrics' <<<"$metrics"; then fail '/metrics counts itself'; fi
echo '✓ /metrics does not count itself'
within 5 'the log line of the request has the same trace id' log_line

answer=$(curl -fsS --max-time 5 -H "traceparent: 00-$ORDER_TRACE-00f067aa0ba902b7-01" -H 'x-api-key: demo' \
  -H 'content-type: application/json' -d '{"userId":1,"sku":"pencil","quantity":2}' "$url/orders") || fail 'POST /orders'
[[ $answer == *'"total_cents":240'* ]] || fail "POST /orders answered $answer"
echo "✓ POST /orders answers $answer"
within 5 'one tree has the spans of gateway, orders and inventory' order_drawn
within 5 'the lines of gateway and orders have the same trace id' order_lines

kill -TERM "$npm_pid"
within "$STOP_TIMEOUT_S" 'SIGTERM ends it, and nothing of it remains' gone
status=0
wait "$npm_pid" || status=$?
[[ $status == 0 || $status == 143 ]] || fail "npm start ended with status $status"
echo "✓ it ended with status $status"
[[ $(grep -cF '"message":"Database closed"' "$LOG") == 3 ]] || fail 'the shop ended without closing its databases'
echo '✓ each service closed its database first'
