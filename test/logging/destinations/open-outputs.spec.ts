import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { Logger, type LoggingOptions } from 'nestjs-telemetry';
import { createDestination } from '../../../lib/logging/destinations/create-destination.js';
import { createRootLogger } from '../../../lib/logging/root-logger.js';
import { resolveOptions } from '../../../lib/telemetry.options.js';
import { LogDirectory } from './log-directory.js';

let logs: LogDirectory;
beforeEach(() => {
  logs = new LogDirectory();
});
afterEach(() => logs.remove());

async function loggerFor(logging: LoggingOptions) {
  const options = resolveOptions({ service: { name: 'shop' }, logging: { format: 'json', ...logging } }, {});
  const report = (what: string, error?: unknown) => void logs.reports.push(`${what}: ${String(error)}`);
  const root = createRootLogger(options, await createDestination(options, logs.statistics, report));
  return { root, logger: new Logger(root) };
}

/** A stream that keeps what it gets, or fails. */
class Stream extends EventEmitter {
  readonly written: string[] = [];
  failing = false;

  write(line: string): void {
    if (this.failing) throw new Error('closed');
    this.written.push(line);
  }
}

const messages = (lines: readonly string[]) => lines.map((line) => (JSON.parse(line) as { message: string }).message);

describe('outputs', () => {
  it.each([
    ['file', 0, 1],
    ['both', 1, 1],
    [undefined, 1, 1],
    ['stdout', 1, 0],
    ['none', 0, 0],
  ] as const)('of %s take the line', async (output, inStream, inFile) => {
    const destination = new Stream();
    const { root, logger } = await loggerFor({
      destination,
      file: { path: join(logs.path, 'app.log') },
      ...(output === undefined ? {} : { output }),
    });
    logger.info('hello');
    await root.close();
    expect(messages(destination.written)).toEqual(Array(inStream).fill('hello'));
    expect(messages(logs.lines())).toEqual(Array(inFile).fill('hello'));
  });

  it('have a line in the file when it is flushed, and a fatal line at once', async () => {
    const { root, logger } = await loggerFor({ output: 'file', file: { path: logs.file } });
    logger.info('waits for the end of its tick');
    expect(logs.names()).toEqual([]);
    logger.fatal('does not');
    expect(messages(logs.lines())).toEqual(['waits for the end of its tick', 'does not']);
    await root.close();
  });

  it('write text into a file as it is on a stream', async () => {
    const { root, logger } = await loggerFor({ output: 'file', format: 'text', file: { path: logs.file } });
    logger.info('hello', { id: 7 });
    await root.close();
    expect(logs.lines()).toEqual([expect.stringMatching(/^[\d:.]+ INFO +hello id=7$/)]);
  });

  it('still take a line after they were closed', async () => {
    const { root, logger } = await loggerFor({ output: 'file', file: { path: logs.file } });
    logger.info('before');
    await root.close();
    logger.info('after');
    logger.flush();
    expect(messages(logs.lines())).toEqual(['before', 'after']);
    await root.close();
  });
});

describe("a stream of the application's", () => {
  it('that throws costs lines, which are counted, and none in the file', async () => {
    const destination = new Stream();
    destination.failing = true;
    const { root, logger } = await loggerFor({ destination, file: { path: logs.file } });
    for (let number = 0; number < 5; number++) logger.info('hello');
    await root.close();
    expect(logs.statistics.read()).toEqual([
      { destination: 'stream', dropped: 5 },
      { destination: 'file', dropped: 0 },
    ]);
    expect(logs.reports).toHaveLength(1);
    expect(logs.lines()).toHaveLength(5);
  });

  it('that fails later does not end the process', async () => {
    const destination = new Stream();
    await loggerFor({ destination });
    expect(destination.emit('error', new Error('EPIPE'))).toBe(true);
    expect(logs.statistics.read()).toEqual([{ destination: 'stream', dropped: 1 }]);
  });
});
