/** Accepts bytes without waiting for their reader. */
export interface ByteSink {
  /** A piece up to this size is written completely or not at all, even if other processes write to the same pipe. */
  readonly atomicBytes: number;
  /**
   * Writes what fits now and returns the number of bytes.
   *
   * @throws A system error. If {@link isBusy} is true for it, try again later.
   */
  write(bytes: Uint8Array, from: number, length: number): number;
  /** True while another writer's bytes must be written first. */
  occupied?(writer: object): boolean;
  /** Blocks other writers between the two parts of a line. */
  hold?(writer: object): void;
  release?(writer: object): void;
}

/** The reader is slow, or a named pipe has no reader yet. */
const BUSY: ReadonlySet<string | undefined> = new Set(['EAGAIN', 'EBUSY', 'EINTR', 'ENXIO']);

export function isBusy(error: unknown): boolean {
  return BUSY.has((error as NodeJS.ErrnoException | undefined)?.code);
}
