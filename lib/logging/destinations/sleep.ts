const NEVER = new Int32Array(new SharedArrayBuffer(4));

/** Blocks the thread. Only the end of the process and a fatal line may wait in this way. */
export function sleep(ms: number): void {
  Atomics.wait(NEVER, 0, 0, ms);
}
