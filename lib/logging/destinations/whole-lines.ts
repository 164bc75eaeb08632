import { type ByteSink, isBusy } from './byte-sink.js';
import { endOfFirstLine, endOfLastLine } from './line-output.js';

const LINE_FEED = 0x0a;
const NEW_LINE = Buffer.from('\n');

/** Writes lines to a sink in pieces that are not cut where that is possible, and keeps other writers out of a cut line. */
export class WholeLines {
  /** The last write ended within a line. */
  isCut = false;
  /** Why the last write failed; undefined if it did not, or if the sink was only busy. */
  failure: unknown;
  /** The end of a cut line will never be written. */
  private isTorn = false;

  constructor(private readonly sink: ByteSink) {}

  get isOccupied(): boolean {
    return this.sink.occupied?.(this) === true;
  }

  /** Writes what the sink takes now; returns how much that was. */
  write(bytes: Uint8Array): number {
    let at = 0;
    this.failure = undefined;
    try {
      if (this.isTorn) this.sink.write(NEW_LINE, 0, 1);
      this.isTorn = false;
      while (at < bytes.length) at += this.sink.write(bytes, at, this.endOfPiece(bytes, at) - at);
    } catch (error) {
      if (!isBusy(error)) this.failure = error;
    }
    if (at > 0) this.cut(bytes[at - 1] !== LINE_FEED);
    return at;
  }

  /** The end of a cut line is lost: the next line begins on a line of its own. */
  tear(): void {
    if (!this.isCut) return;
    this.isTorn = true;
    this.cut(false);
  }

  /** Whole lines, as many as one piece may have; of a line that is longer all. */
  private endOfPiece(bytes: Uint8Array, from: number): number {
    const longest = from + this.sink.atomicBytes;
    if (longest >= bytes.length) return bytes.length;
    const end = endOfLastLine(bytes, longest);
    return end > from ? end : from + endOfFirstLine(bytes.subarray(from));
  }

  private cut(isCut: boolean): void {
    if (isCut === this.isCut) return;
    this.isCut = isCut;
    if (isCut) this.sink.hold?.(this);
    else this.sink.release?.(this);
  }
}
