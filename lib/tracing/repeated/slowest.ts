const KEPT = 3;

/** The few slowest of any number of calls, the slowest first. */
export class Slowest {
  readonly durationsMs: number[] = [];
  readonly offsetsMs: number[] = [];

  add(durationMs: number, offsetMs: number): void {
    const { durationsMs, offsetsMs } = this;
    const last = durationsMs[KEPT - 1];
    if (last !== undefined && durationMs <= last) return;
    let at = durationsMs.findIndex((kept) => kept < durationMs);
    if (at < 0) at = durationsMs.length;
    durationsMs.splice(at, 0, durationMs);
    offsetsMs.splice(at, 0, offsetMs);
    durationsMs.length = offsetsMs.length = Math.min(durationsMs.length, KEPT);
  }
}
