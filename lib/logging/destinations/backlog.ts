import { countLines, endOfFirstLine, endOfLastLine } from './line-output.js';

/** What a buffer costs beside its bytes, roughly. */
const CHUNK_BYTES = 128;

/** Bytes of whole lines that wait, in order and bounded. The first line may have been written in part. */
export class Backlog {
  private chunks: Uint8Array[] = [];
  /** Chunks before this one have been written. */
  private first = 0;
  private bytes = 0;

  constructor(private readonly maxBytes: number) {}

  get isEmpty(): boolean {
    return this.first === this.chunks.length;
  }

  /** Bytes that wait, and what their buffers cost. */
  get size(): number {
    return this.bytes;
  }

  /** The bytes that are next. */
  get next(): Uint8Array | undefined {
    return this.chunks[this.first];
  }

  /** Takes the lines that fit; returns the number of lines that do not. The rest of a line that was begun always fits. */
  add(chunk: Uint8Array, begunLine: boolean): number {
    const end = this.fitting(chunk, begunLine);
    if (end > 0) {
      this.chunks.push(chunk.subarray(0, end));
      this.bytes += end + CHUNK_BYTES;
    }
    return end === chunk.length ? 0 : countLines(chunk.subarray(end));
  }

  /** Forgets that many bytes of {@link next}. */
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

  /** Forgets all; returns the number of lines. */
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
