/** Takes bytes without waiting for whoever reads them. */
export interface ByteSink {
  /**
   * Pieces up to this size are written in whole or not at all, also beside other processes that write to the same pipe.
   */
  readonly atomicBytes: number;
  /**
   * Writes what fits now and returns how much that was.
   *
   * @throws A system error; one for which {@link isBusy} holds asks to try again later.
   */
  write(bytes: Uint8Array, from: number, length: number): number;
  /** True while bytes of another writer have to go first. */
  occupied?(writer: object): boolean;
  /** Keeps other writers out between the two halves of a line. */
  hold?(writer: object): void;
  release?(writer: object): void;
}

/** The reader is behind, or a named pipe has no reader yet. */
const BUSY: ReadonlySet<string | undefined> = new Set(['EAGAIN', 'EBUSY', 'EINTR', 'ENXIO']);

export function isBusy(error: unknown): boolean {
  return BUSY.has((error as NodeJS.ErrnoException | undefined)?.code);
}
