const MILLISECONDS: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 0.001,
  n: 0.000_001,
};

/** How long a call may take, by its header `grpc-timeout`; for ever where it has none. */
export function timeoutMs(header: string | string[] | undefined): number {
  const [, amount, unit] = /^(\d{1,8})([HMSmun])$/.exec(String(header)) ?? [];
  return amount === undefined ? Number.POSITIVE_INFINITY : Number(amount) * (MILLISECONDS[unit ?? 'm'] ?? 1);
}
