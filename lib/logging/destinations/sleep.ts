const NEVER = new Int32Array(new SharedArrayBuffer(4));

/** Blocks the thread. Use it only at the end of the process and for a fatal line. */
export function sleep(ms: number): void {
  Atomics.wait(NEVER, 0, 0, ms);
}
