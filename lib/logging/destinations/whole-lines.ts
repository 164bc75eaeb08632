import { type ByteSink, isBusy } from './byte-sink.js';
import { endOfFirstLine, endOfLastLine } from './line-output.js';

const LINE_FEED = 0x0a;
const NEW_LINE = Buffer.from('\n');

/** Writes lines to a sink, in pieces of complete lines if possible. Blocks other writers while a line is incomplete. */
export class WholeLines {
  /** True if the last write ended inside a line. */
  isCut = false;
  /** The error of the last write; undefined if it succeeded, or if the sink was only busy. */
  failure: unknown;
  /** True if the end of an incomplete line will never be written. */
  private isTorn = false;

  constructor(private readonly sink: ByteSink) {}

  get isOccupied(): boolean {
    return this.sink.occupied?.(this) === true;
  }

  /** Writes what the sink accepts now; returns the number of bytes. */
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

  /** The end of an incomplete line is lost: begin the next line on a new line. */
  tear(): void {
    if (!this.isCut) return;
    this.isTorn = true;
    this.cut(false);
  }

  /** Complete lines, as many as one piece may have. A longer line is one piece. */
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
