import { countLines, endOfFirstLine, endOfLastLine } from './line-output.js';

/** The approximate overhead of a buffer, in bytes. */
const CHUNK_BYTES = 128;

/** A bounded queue of complete lines, in bytes. The first line may be partly written. */
export class Backlog {
  private chunks: Uint8Array[] = [];
  /** Chunks before this index have been written. */
  private first = 0;
  private bytes = 0;

  constructor(private readonly maxBytes: number) {}

  get isEmpty(): boolean {
    return this.first === this.chunks.length;
  }

  /** The waiting bytes, and the overhead of their buffers. */
  get size(): number {
    return this.bytes;
  }

  /** The next bytes to write. */
  get next(): Uint8Array | undefined {
    return this.chunks[this.first];
  }

  /**
   * Adds the lines that fit, and returns the number of lines that do not fit. The rest of a partly written line always
   * fits.
   */
  add(chunk: Uint8Array, begunLine: boolean): number {
    const end = this.fitting(chunk, begunLine);
    if (end > 0) {
      this.chunks.push(chunk.subarray(0, end));
      this.bytes += end + CHUNK_BYTES;
    }
    return end === chunk.length ? 0 : countLines(chunk.subarray(end));
  }

  /** Removes that many bytes of {@link next}. */
  advance(length: number): void {
    const chunk = this.chunks[this.first];
    if (chunk === undefined) return;
    this.bytes -= length;
    if (length < chunk.length) {
      this.chunks[this.first] = chunk.subarray(length);
      return;
    }
    this.bytes -= CHUNK_BYTES;
    this.chunks[this.first++] = EMPTY;
    if (this.first < this.chunks.length / 2) return;
    this.chunks = this.chunks.slice(this.first);
    this.first = 0;
  }

  /** Removes everything; returns the number of lines. */
  clear(): number {
    let lines = 0;
    for (let at = this.first; at < this.chunks.length; at++) lines += countLines(this.chunks[at] as Uint8Array);
    this.chunks = [];
    this.first = 0;
    this.bytes = 0;
    return lines;
  }

  private fitting(chunk: Uint8Array, begunLine: boolean): number {
    const free = this.maxBytes - this.bytes - CHUNK_BYTES;
    if (chunk.length <= free) return chunk.length;
    const end = endOfLastLine(chunk, free);
    return end === 0 && begunLine ? endOfFirstLine(chunk) : end;
  }
}

const EMPTY = new Uint8Array(0);
