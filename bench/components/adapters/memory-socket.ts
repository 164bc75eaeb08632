import { Duplex } from 'node:stream';

/** A socket whose other end answers at once, without a kernel between the two. */
export class MemorySocket extends Duplex {
  readonly remoteAddress = '127.0.0.1';

  constructor(
    private readonly answer: (chunk: Buffer) => Buffer | undefined,
    readonly remotePort = 0,
  ) {
    super();
  }

  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    // What comes is pushed when it comes.
  }

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void): void {
    const answer = this.answer(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    // Not before the driver has finished asking.
    if (answer !== undefined) process.nextTick(() => this.push(answer));
    done();
  }

  /** The other end hangs up too. */
  override _final(done: () => void): void {
    this.push(null);
    done();
  }
}
