/** What sends telemetry over a network, and has to come to an end in time. */
export interface Sender {
  /** Where to: an address without credentials and query. */
  readonly address: string;
  /** At the deadline, everything that is under way is given up. */
  closeBy(deadline: AbortSignal): void;
}

/** Runs `end` when the deadline is over, also if it is over already. */
export function atDeadline(deadline: AbortSignal, end: () => void): void {
  if (deadline.aborted) end();
  else deadline.addEventListener('abort', end, { once: true });
}

/** An address that may be shown: credentials and query may hold secrets. */
export function shownAddress(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? url : `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
}
