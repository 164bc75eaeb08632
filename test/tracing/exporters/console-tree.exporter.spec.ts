import { PassThrough } from 'node:stream';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { ConsoleTreeExporter, type Terminal } from '../../../lib/tracing/exporters/console-tree.exporter.js';
import { printedTo } from './printed-text.js';
import { finishedSpan, type SpanDescription, traceIdOf } from './finished-span.js';

function printing(terminal: { isTTY?: boolean; hasColors?: () => boolean } = {}) {
  const output: Terminal = Object.assign(new PassThrough(), terminal);
  const exporter = new ConsoleTreeExporter(output);
  return {
    exporter,
    end: (...spans: SpanDescription[]) => exporter.export(spans.map(finishedSpan), () => undefined),
    printed: () => printedTo(output as PassThrough),
  };
}

describe('ConsoleTreeExporter', () => {
  it('prints a trace when its outermost span ends, and not before', () => {
    const { end, printed } = printing();

    end({ id: 'query', parent: 'root' });
    expect(printed()).toBe('');
    end({ id: 'root' });
    expect(printed()).toBe(`✓ trace ${traceIdOf('trace')}\n└─ root  1.00 ms\n   └─ query  1.00 ms\n`);
  });

  it('reports success', () => {
    const { exporter } = printing();
    const results: ExportResult[] = [];

    exporter.export([finishedSpan({ id: 'root' })], (result) => results.push(result));
    expect(results).toEqual([{ code: ExportResultCode.SUCCESS }]);
  });

  it('takes a span with a remote parent for the outermost', () => {
    const { end, printed } = printing();

    end({ id: 'query', parent: 'server' }, { id: 'server', parent: 'caller', remoteParent: true });
    expect(printed()).toContain('└─ server  1.00 ms\n   └─ query');
  });

  it('keeps interleaved traces apart', () => {
    const { end, printed } = printing();

    end({ id: 'a1', parent: 'a', trace: 'one' }, { id: 'b1', parent: 'b', trace: 'two' }, { id: 'a', trace: 'one' });
    const first = printed();
    end({ id: 'b', trace: 'two' });
    const second = printed();

    expect(first).toContain(traceIdOf('one'));
    expect(first).toContain('└─ a1');
    expect(first).not.toContain('b1');
    expect(second).toContain(traceIdOf('two'));
    expect(second).toContain('└─ b1');
  });

  it('keeps two requests of one trace apart', () => {
    const { end, printed } = printing();

    end(
      { id: 'a1', parent: 'a' },
      { id: 'b1', parent: 'b' },
      { id: 'b2', parent: 'b1' },
      { id: 'a', parent: 'caller', remoteParent: true },
    );
    const first = printed();
    end({ id: 'b', parent: 'caller', remoteParent: true });

    expect(first).toContain('└─ a1');
    expect(first).not.toContain('b1');
    expect(printed()).not.toContain('a1');
  });

  it('prints a span that ends after its root by itself, with what is below it', () => {
    const { end, printed } = printing();

    end({ id: 'mail', parent: 'job' }, { id: 'root' });
    expect(printed()).not.toContain('mail');
    end({ id: 'job', parent: 'root' });
    expect(printed()).toBe(`✓ trace ${traceIdOf('trace')} (late)\n└─ job  1.00 ms\n   └─ mail  1.00 ms\n`);
  });

  it('prints the oldest trace unfinished when too many are open', () => {
    const { end, printed } = printing();

    for (let at = 0; at < 500; at++) end({ id: `q${at}`, parent: `r${at}`, trace: `t${at}` });
    expect(printed()).toBe('');
    end({ id: 'q500', parent: 'r500', trace: 't500' });
    expect(printed()).toBe(`✓ trace ${traceIdOf('t0')} (unfinished)\n└─ q0  1.00 ms\n`);
  });

  it('does not count finished traces as open', () => {
    const { end, printed } = printing();

    end({ id: 'stream', parent: 'r', trace: 'long' });
    for (let at = 0; at < 1_000; at++) end({ id: 'root', trace: `t${at}` });
    printed();
    end({ id: 'r', trace: 'long' });
    expect(printed()).toContain('└─ r  1.00 ms\n   └─ stream');
  });

  it('counts the spans that a large trace has too many of, and keeps its upper levels', () => {
    const { end, printed } = printing();

    for (let at = 0; at < 600; at++) end({ id: `q${at}`, parent: 'find', startMs: at });
    end({ id: 'find', parent: 'root' }, { id: 'root' });
    const tree = printed();

    expect(tree).toContain('└─ root  1.00 ms\n   └─ find  1.00 ms\n      ├─ q0  1.00 ms\n');
    expect(tree).toContain('… and 101 more spans\n');
    expect(tree.split('\n').filter((line) => line.includes(' ms'))).toHaveLength(501);
  });

  it('forgets the spans of a printed trace', () => {
    const { end, printed } = printing();

    end({ id: 'query', parent: 'root' }, { id: 'root' });
    printed();
    end({ id: 'again', parent: 'caller', remoteParent: true });
    expect(printed()).toBe(`✓ trace ${traceIdOf('trace')}\n└─ again  1.00 ms\n`);
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
    const { end, printed } = printing(terminal);

    end({ id: 'root', error: 'db down' });
    expect(printed().includes('\u001B[31m')).toBe(coloured);
  });
});
