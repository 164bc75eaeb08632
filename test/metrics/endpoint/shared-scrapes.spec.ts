import { SharedScrapes } from '../../../lib/metrics/endpoint/shared-scrapes.js';

/** A collection that ends when told to. */
function collection() {
  let started = 0;
  let finish: (text: Buffer) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const write = (): Promise<Buffer> => {
    started++;
    return new Promise((resolve, reject) => ([finish, fail] = [resolve, reject]));
  };
  return {
    write,
    started: () => started,
    finish: (text: string) => finish(Buffer.from(text)),
    fail: () => fail(new Error('no')),
  };
}

describe('scrapes that arrive while one is under way', () => {
  it('share its text; the next one collects again', async () => {
    const scrapes = new SharedScrapes();
    const { write, started, finish } = collection();
    const waiting = Array.from({ length: 50 }, () => scrapes.text('text', write));
    expect(started()).toBe(1);
    finish('first');
    expect(new Set((await Promise.all(waiting)).map(String))).toEqual(new Set(['first']));
    const next = scrapes.text('text', write);
    expect(started()).toBe(2);
    finish('second');
    expect(String(await next)).toBe('second');
  });

  it('share nothing with another format', async () => {
    const scrapes = new SharedScrapes();
    const texts = ['text', 'openmetrics'].map((format) => scrapes.text(format, async () => Buffer.from(format)));
    expect((await Promise.all(texts)).map(String)).toEqual(['text', 'openmetrics']);
  });

  it('fail with it, and leave room for the next ones', async () => {
    const scrapes = new SharedScrapes(2);
    const { write, fail, finish } = collection();
    const waiting = Promise.allSettled([scrapes.text('text', write), scrapes.text('text', write)]);
    expect(await scrapes.text('text', write)).toBeUndefined();
    fail();
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = scrapes.text('text', write);
    finish('after');
    expect(String(await next)).toBe('after');
  });
});
