import { jest } from '@jest/globals';
import { createRootLogger } from '../../../lib/logging/root-logger.js';
import { StartLines } from '../../../lib/logging/start/start-lines.js';
import { resolveOptions } from '../../../lib/telemetry.options.js';

function starting() {
  const shown: string[] = [];
  const lines = new StartLines(() => ({ write: (line) => void shown.push(line) }));
  const messages = () => shown.map((line) => (JSON.parse(line) as { message: string }).message);
  return { lines, messages };
}

function application() {
  const written: string[] = [];
  const root = createRootLogger(resolveOptions({ service: { name: 'shop' } }), {
    write: (line) => void written.push(line),
  });
  return { root, messages: () => written.map((line) => (JSON.parse(line) as { message: string }).message) };
}

describe('the lines of a start', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('are shown if the start takes long, and from then on at once', () => {
    const { lines, messages } = starting();
    lines.root.info('first');
    jest.advanceTimersByTime(4_999);
    expect(messages()).toEqual([]);
    jest.advanceTimersByTime(1);
    lines.root.debug('not at the default level');
    lines.root.info('second');
    expect(messages()).toEqual(['first', 'second']);
  });

  it('that were shown are not written again', () => {
    const { lines, messages } = starting();
    const { root, messages: written } = application();
    lines.root.info('first');
    lines.release();
    expect(lines.moveTo(root)).toBe(0);
    expect([messages(), written()]).toEqual([['first'], []]);
  });

  it('that have moved are not shown', () => {
    const { lines, messages } = starting();
    const { root, messages: written } = application();
    lines.root.info('first');
    lines.moveTo(root);
    jest.advanceTimersByTime(10_000);
    lines.finish();
    expect([messages(), written()]).toEqual([[], ['first']]);
  });

  it('are counted when they are too many, once', () => {
    const { lines, messages } = starting();
    for (let at = 0; at < 2_003; at++) lines.root.info(`line ${at}`);
    lines.release();
    expect([messages()[0], messages().at(-1)]).toEqual(['line 3', '3 log lines of the start were dropped']);
    lines.release();
    expect(messages()).toHaveLength(2_001);
  });

  it('do not depend on the variables of the environment', () => {
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = 'collector:4318';
    try {
      const { lines, messages } = starting();
      lines.root.info('first');
      lines.release();
      expect(messages()).toEqual(['first']);
    } finally {
      delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
    }
  });
});
