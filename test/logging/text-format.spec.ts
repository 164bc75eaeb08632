import { PassThrough } from 'node:stream';
import { Logger } from 'nestjs-telemetry';
import { createDestination } from '../../lib/logging/destinations/create-destination.js';
import { createRootLogger } from '../../lib/logging/root-logger.js';
import { resolveOptions } from '../../lib/telemetry.options.js';

async function textLogger(destination: { write(line: string): unknown }): Promise<Logger> {
  const options = resolveOptions({
    service: { name: 'shop' },
    logging: { format: 'text', level: 'verbose', destination: destination as never },
  });
  return new Logger(createRootLogger(options, await createDestination(options)));
}

describe('the text format', () => {
  it('is for people: time, level, message, then the rest on one line, without colour', async () => {
    const written: string[] = [];
    const logger = await textLogger({ write: (line) => written.push(line) });
    logger.info('Order placed', { id: 7 }, 'Orders');
    logger.verbose('quiet');
    expect(written).toHaveLength(2);
    expect(written[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} INFO    \[Orders\] Order placed id=7\n$/);
    expect(written[1]).toMatch(/ VERBOSE quiet\n$/);
    // oxlint-disable-next-line no-control-regex
    expect(written.join('')).not.toMatch(/\u001B\[/);
  });

  it('shows an error with its stack', async () => {
    const written: string[] = [];
    const logger = await textLogger({ write: (line) => written.push(line) });
    logger.error('It failed', new RangeError('too much'));
    expect(written.join('')).toMatch(/ERROR   It failed\n    RangeError: too much\n {8}at /);
  });

  it('is written at once, to streams and to whatever can write', async () => {
    const stream = new PassThrough();
    const logger = await textLogger(stream);
    expect(() => logger.panic('over')).toThrow('over');
    expect(String(stream.read())).toContain('FATAL   over');
    expect(stream.destroyed).toBe(false);
  });
});
