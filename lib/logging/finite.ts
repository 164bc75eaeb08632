/** JSON has no other numbers. Every format has null for NaN and infinity, as JSON.stringify writes. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
