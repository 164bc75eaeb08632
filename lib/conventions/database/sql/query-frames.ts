// The state of the brackets around a token.
export const QUERY = 1;
export const TABLES = 2;
export const WITH = 4;
export const NAMES = 8;

/** The brackets around a token, each with what is expected inside. */
export class QueryFrames {
  private frames = [0];

  /** True outside all brackets. */
  get isOuter(): boolean {
    return this.frames.length === 1;
  }

  open(flags: number): void {
    this.frames.push(flags);
  }

  close(): void {
    if (this.frames.length > 1) this.frames.pop();
  }

  reset(): void {
    this.frames = [0];
  }

  has(flag: number): boolean {
    return ((this.frames.at(-1) ?? 0) & flag) !== 0;
  }

  set(flag: number): void {
    this.frames[this.frames.length - 1] = (this.frames.at(-1) ?? 0) | flag;
  }

  unset(flag: number): void {
    this.frames[this.frames.length - 1] = (this.frames.at(-1) ?? 0) & ~flag;
  }
}
