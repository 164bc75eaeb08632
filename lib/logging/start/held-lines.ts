import { Buffer } from 'node:buffer';

/** More lines than any start writes. */
const MAX_LINES = 2_000;
const MAX_BYTES = 1024 * 1024;

/** Lines that wait for their destination. Beyond the limits, the oldest are dropped and counted. */
export class HeldLines {
  private readonly lines: { readonly text: string; readonly bytes: number }[] = [];
  private bytes = 0;
  private droppedLines = 0;

  add(text: string): void {
    const bytes = Buffer.byteLength(text);
    this.lines.push({ text, bytes });
    this.bytes += bytes;
    while (this.lines.length > MAX_LINES || this.bytes > MAX_BYTES) {
      this.bytes -= this.lines.shift()?.bytes ?? 0;
      this.droppedLines++;
    }
  }

  /** Returns the number of dropped lines, and forgets it. */
  takeDropped(): number {
    const dropped = this.droppedLines;
    this.droppedLines = 0;
    return dropped;
  }

  /** Returns all lines, oldest first, and forgets them. */
  take(): readonly string[] {
    this.bytes = 0;
    return this.lines.splice(0).map(({ text }) => text);
  }
}
