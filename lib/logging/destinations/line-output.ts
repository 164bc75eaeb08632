/** Accepts complete lines, one or more per text, each with its line break. */
export interface LineOutput extends LineHolder {
  /** Never throws and never waits. Lines that cannot be written are counted. */
  write(lines: string): void;
}

/** Holds lines that are not delivered yet. */
export interface LineHolder {
  /** Writes as much as the system accepts now. Never waits. */
  flush?(): void;
  /** Flushes, and waits a moment for a slow reader: the process may be about to end. */
  drain?(): void;
  /** Sends lines that wait for the network, or drops them at the deadline. Further lines may follow. Never rejects. */
  deliver?(deadline: AbortSignal): Promise<void>;
  /**
   * Finishes the work in progress, until `deadline` is aborted; the rest is counted as lost. Later lines are written at
   * once. Never rejects.
   */
  close?(deadline?: AbortSignal): Promise<void>;
}

const LINE_FEED = 0x0a;

export function countLines(text: string | Uint8Array): number {
  let lines = 0;
  if (typeof text === 'string') {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  } else {
    for (let at = text.indexOf(LINE_FEED); at >= 0; at = text.indexOf(LINE_FEED, at + 1)) lines++;
  }
  return lines;
}

/** The end of the last complete line within the first `length` bytes; 0 if there is none. */
export function endOfLastLine(bytes: Uint8Array, length: number): number {
  return length <= 0 ? 0 : bytes.lastIndexOf(LINE_FEED, length - 1) + 1;
}

/** The end of the first line. */
export function endOfFirstLine(bytes: Uint8Array): number {
  const at = bytes.indexOf(LINE_FEED);
  return at < 0 ? bytes.length : at + 1;
}
