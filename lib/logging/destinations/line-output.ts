/** Takes whole lines, one or more in a text, each with its line feed. */
export interface LineOutput {
  /** Never throws and never waits; what cannot be written is counted. */
  write(lines: string): void;
  /** Hands to the system what it takes now. Never waits. */
  flush?(): void;
  /** As `flush`, and waits a moment for a reader that is behind: the process may be about to die. */
  drain?(): void;
  /** Sends what waits to go over a network, or gives it up at the deadline; further lines may follow. Never rejects. */
  deliver?(deadline: AbortSignal): Promise<void>;
  /**
   * Finishes what is under way, until `deadline` is aborted; what is left then is counted as lost. Lines that come later
   * are written at once. Never rejects.
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

/** Where the last whole line within the first `length` bytes ends; 0 if there is none. */
export function endOfLastLine(bytes: Uint8Array, length: number): number {
  return length <= 0 ? 0 : bytes.lastIndexOf(LINE_FEED, length - 1) + 1;
}

/** Where the first line ends. */
export function endOfFirstLine(bytes: Uint8Array): number {
  const at = bytes.indexOf(LINE_FEED);
  return at < 0 ? bytes.length : at + 1;
}
