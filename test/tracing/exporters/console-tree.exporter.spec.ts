import { PassThrough } from 'node:stream';
import { jest } from '@jest/globals';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { ConsoleTreeExporter } from '../../../lib/tracing/exporters/console-tree.exporter.js';
import { QUIET_MS } from '../../../lib/tracing/exporters/open-traces.js';
import type { Terminal } from '../../../lib/tracing/exporters/terminal.js';
import { printedTo } from './printed-text.js';
import { finishedSpan, type SpanDescription, traceIdOf } from './finished-span.js';

function printing(terminal: { isTTY?: boolean; hasColors?: () => boolean } = {}) {
  const output: Terminal = Object.assign(new PassThrough(), terminal);
  const exporter = new ConsoleTreeExporter(output);
  return {
    exporter,
    end: (...spans: SpanDescription[]) => exporter.export(spans.map(finishedSpan), () => undefined),
    /** What has been printed without waiting. */
    printed: () => printedTo(output as PassThrough),
    /** What has been printed when nothing more has come for a while. */
    printedLater: () => {
      jest.advanceTimersByTime(QUIET_MS);
      return printedTo(output as PassThrough);
    },
  };
}

describe('ConsoleTreeExporter', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('prints a trace when its outermost span has ended and nothing more comes', () => {
    const { end, printed, printedLater } = printing();

    end({ id: 'query', parent: 'root' });
    expect(printedLater()).toBe('');
    end({ id: 'root' });
    jest.advanceTimersByTime(QUIET_MS - 1);
    expect(printed()).toBe('');
    jest.advanceTimersByTime(1);
    expect(printed()).toBe(`✓ trace ${traceIdOf('trace')}\n└─ root  1.00 ms\n   └─ query  1.00 ms\n`);
  });

  it('reports success', () => {
    const { exporter } = printing();
    const results: ExportResult[] = [];

    exporter.export([finishedSpan({ id: 'root' })], (result) => results.push(result));
    expect(results).toEqual([{ code: ExportResultCode.SUCCESS }]);
  });

  it('takes a span with a remote parent for the outermost', () => {
    const { end, printedLater } = printing();

    end({ id: 'query', parent: 'server' }, { id: 'server', parent: 'caller', remoteParent: true });
    expect(printedLater()).toContain('└─ server  1.00 ms\n   └─ query');
  });

  it('keeps interleaved traces apart', () => {
    const { end, printedLater } = printing();

    end({ id: 'a1', parent: 'a', trace: 'one' }, { id: 'b1', parent: 'b', trace: 'two' }, { id: 'a', trace: 'one' });
    const first = printedLater();
    end({ id: 'b', trace: 'two' });
    const second = printedLater();

    expect(first).toContain(traceIdOf('one'));
    expect(first).toContain('└─ a1');
    expect(first).not.toContain('b1');
    expect(second).toContain(traceIdOf('two'));
    expect(second).toContain('└─ b1');
  });

  it('draws a trace that enters this process several times as one tree', () => {
    const { end, printedLater } = printing();

    end(
      { id: 'take', parent: 'process', remoteParent: true, startMs: 3 },
      { id: 'process', parent: 'send', remoteParent: true, startMs: 2 },
      { id: 'send', parent: 'root', startMs: 1 },
      { id: 'again', parent: 'caller', remoteParent: true, startMs: 5 },
      { id: 'root', parent: 'caller', remoteParent: true },
    );
    expect(printedLater()).toBe(`✓ trace ${traceIdOf('trace')}
├─ root  1.00 ms
│  └─ send  1.00 ms
│     └─ process  1.00 ms
│        └─ take  1.00 ms
└─ again  1.00 ms
`);
  });

  it('draws what ends soon after its root in the same tree', () => {
    const { end, printed, printedLater } = printing();

    end({ id: 'root' });
    jest.advanceTimersByTime(QUIET_MS - 1);
    end({ id: 'job', parent: 'root' });
    jest.advanceTimersByTime(QUIET_MS - 1);
    expect(printed()).toBe('');
    expect(printedLater()).toBe(`✓ trace ${traceIdOf('trace')}\n└─ root  1.00 ms\n   └─ job  1.00 ms\n`);
  });

  it('prints what ends much later than its root by itself, with what is below it', () => {
    const { end, printedLater } = printing();

    end({ id: 'root' });
    expect(printedLater()).not.toContain('mail');
    end({ id: 'mail', parent: 'job' });
    expect(printedLater()).toBe('');
    end({ id: 'job', parent: 'root' });
    expect(printedLater()).toBe(`✓ trace ${traceIdOf('trace')} (late)\n└─ job  1.00 ms\n   └─ mail  1.00 ms\n`);
  });

  it('prints what waits when the process ends', () => {
    const { end, printed } = printing();
    const before = process.listenerCount('exit');

    end({ id: 'root' }, { id: 'other', trace: 'other' });
    const [listener] = process.listeners('exit').slice(before) as [() => void];
    listener();
    expect(printed().match(/trace/g)).toHaveLength(2);
    expect(process.listenerCount('exit')).toBe(before);
  });

  it('prints the oldest trace unfinished when too many are open', () => {
    const { end, printed } = printing();

    for (let at = 0; at < 500; at++) end({ id: `q${at}`, parent: `r${at}`, trace: `t${at}` });
    expect(printed()).toBe('');
    end({ id: 'q500', parent: 'r500', trace: 't500' });
    expect(printed()).toBe(`✓ trace ${traceIdOf('t0')} (unfinished)\n└─ q0  1.00 ms\n`);
  });

  it('does not count finished traces as open', () => {
    const { end, printedLater } = printing();

    end({ id: 'stream', parent: 'r', trace: 'long' });
    for (let at = 0; at < 1_000; at++) {
      end({ id: 'root', trace: `t${at}` });
      printedLater();
    }
    end({ id: 'r', trace: 'long' });
    expect(printedLater()).toContain('└─ r  1.00 ms\n   └─ stream');
  });

  it('counts the spans that a large trace has too many of, and keeps its upper levels', () => {
    const { end, printedLater } = printing();

    for (let at = 0; at < 600; at++) end({ id: `q${at}`, parent: 'find', startMs: at });
    end({ id: 'find', parent: 'root' }, { id: 'root' });
    const tree = printedLater();

    expect(tree).toContain('└─ root  1.00 ms\n   └─ find  1.00 ms\n      ├─ q0  1.00 ms\n');
    expect(tree).toContain('… and 102 more spans\n');
    expect(tree.split('\n').filter((line) => line.includes(' ms'))).toHaveLength(500);
  });

  it('forgets the spans of a printed trace', () => {
    const { end, printedLater } = printing();

    end({ id: 'query', parent: 'root' }, { id: 'root' });
    printedLater();
    end({ id: 'again', parent: 'caller', remoteParent: true });
    expect(printedLater()).toBe(`✓ trace ${traceIdOf('trace')}\n└─ again  1.00 ms\n`);
  });

  it.each(['forceFlush', 'shutdown'] as const)('prints unfinished traces at %s, once', async (ending) => {
    const { exporter, end, printed } = printing();

    end({ id: 'q1', parent: 'r', trace: 'one' }, { id: 'q2', parent: 'r', trace: 'two' });
    await exporter[ending]();
    const first = printed();
    await exporter[ending]();

    expect(first.match(/unfinished/g)).toHaveLength(2);
    expect(printed()).toBe('');
  });

  it.each([
    [{ isTTY: true }, true],
    [{ isTTY: true, hasColors: () => true }, true],
    [{ isTTY: true, hasColors: () => false }, false],
    [{}, false],
  ])('colours on a terminal that has colours: %j', (terminal, coloured) => {
    const { end, printedLater } = printing(terminal);

    end({ id: 'root', error: 'db down' });
    expect(printedLater().includes('\u001B[31m')).toBe(coloured);
  });
});
