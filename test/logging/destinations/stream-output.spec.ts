import { PassThrough, Writable } from 'node:stream';
import type { DestinationStream } from 'pino';
import { LossReport } from '../../../lib/logging/destinations/loss-report.js';
import { StreamOutput } from '../../../lib/logging/destinations/stream-output.js';
import { LogStatistics } from '../../../lib/logging/log-statistics.js';

function outputTo(stream: object, maxBytes = 1_000) {
  const statistics = new LogStatistics();
  const reports: string[] = [];
  const loss = new LossReport('the stream', statistics.counter('stream'), (what) => void reports.push(what));
  const output = new StreamOutput(stream as DestinationStream, loss, maxBytes);
  return { output, reports, dropped: () => statistics.counter('stream').dropped };
}

const line = (number: number) => `${number} ${'x'.repeat(90)}\n`;
const turn = () => new Promise(setImmediate);

describe("a stream of the application's that is behind", () => {
  it('gets all lines in order when it goes on, up to the limit', async () => {
    const stream = new PassThrough({ highWaterMark: 100 });
    const { output, reports, dropped } = outputTo(stream);
    for (let number = 0; number < 30; number++) output.write(line(number));
    expect(dropped()).toBeGreaterThan(10);
    expect(stream.writableLength).toBeLessThan(300);
    const read: string[] = [];
    stream.on('data', (chunk) => read.push(...String(chunk).trimEnd().split('\n')));
    await output.close();
    expect(read.map(Number.parseFloat)).toEqual(Array.from({ length: 30 - dropped() }, (_, at) => at));
    expect(reports).toEqual([
      expect.stringContaining('cannot be written'),
      expect.stringContaining(`again: ${dropped()} were lost`),
    ]);
  });

  it('keeps neither the process nor its end, and what waits is counted', async () => {
    const { output, dropped } = outputTo(new Writable({ highWaterMark: 100, write: () => undefined }), 10_000);
    for (let number = 0; number < 30; number++) output.write(line(number));
    await output.close(AbortSignal.abort());
    expect(dropped()).toBe(28);
  });

  it('by promises that do not settle is bounded too', () => {
    let writes = 0;
    const { output, dropped } = outputTo({ write: () => (writes++, new Promise(() => undefined)) });
    for (let number = 0; number < 30; number++) output.write(line(number));
    expect(writes + dropped()).toBe(30);
    expect(writes).toBe(10);
  });
});

describe("a stream of the application's that fails", () => {
  it('by rejecting costs lines, and no unhandled rejection', async () => {
    const { output, reports, dropped } = outputTo({ write: () => Promise.reject(new Error('no')) });
    for (let number = 0; number < 5; number++) output.write(line(number));
    await turn();
    expect(dropped()).toBe(5);
    expect(reports).toHaveLength(1);
  });

  it('as Node streams do costs exactly the lines that it has not written', async () => {
    let written = 0;
    const stream = new Writable({
      write(_chunk, _encoding, done) {
        setImmediate(() => (written === 3 ? done(new Error('full')) : (written++, done())));
      },
    });
    const { output, dropped } = outputTo(stream, 100_000);
    for (let number = 0; number < 20; number++) output.write(line(number));
    await output.close();
    expect(written + dropped()).toBe(20);
    output.write(line(20));
    await turn();
    expect(dropped()).toBe(18);
  });

  it('when it is flushed is left alone', () => {
    const flushSync = () => {
      throw new Error('not ready');
    };
    const { output, reports } = outputTo({ write: () => true, flushSync });
    expect(() => output.flush()).not.toThrow();
    expect(reports).toHaveLength(1);
  });
});

it('a stream that many applications use has few listeners', () => {
  const stream = new PassThrough();
  for (let application = 0; application < 50; application++) outputTo(stream);
  expect(stream.listenerCount('error')).toBe(1);
});
