import { drawTrace } from '../../../lib/tracing/exporters/draw-trace.js';
import { finishedSpan, traceIdOf } from './finished-span.js';

const plain = { color: false };

describe('drawTrace', () => {
  it('draws parents above children and siblings by their start', () => {
    const drawn = drawTrace(
      [
        finishedSpan({ id: 'set', parent: 'find', startMs: 4 }),
        finishedSpan({ id: 'get', parent: 'find', startMs: 2 }),
        finishedSpan({ id: 'find', parent: 'root', startMs: 1, durationMs: 5.25 }),
        finishedSpan({ id: 'log', parent: 'root', startMs: 7 }),
        finishedSpan({ id: 'root', startMs: 0, durationMs: 1234.5 }),
      ],
      plain,
    );

    expect(drawn).toBe(
      `✓ trace ${traceIdOf('trace')}
└─ root  1234.50 ms
   ├─ find  5.25 ms
   │  ├─ get  1.00 ms
   │  └─ set  1.00 ms
   └─ log  1.00 ms
`,
    );
  });

  it('notes the status of a response, whether it was cut off, and whether a lookup hit', () => {
    const drawn = drawTrace(
      [
        finishedSpan({ id: 'get', parent: 'root', attributes: { 'nestjs.cache.hit': true } }),
        finishedSpan({ id: 'has', parent: 'root', attributes: { 'nestjs.cache.hit': false } }),
        finishedSpan({
          id: 'root',
          attributes: { 'http.response.status_code': 200, 'nestjs.http.request.aborted': true },
        }),
      ],
      plain,
    );

    expect(drawn).toContain('─ root  200 aborted  1.00 ms');
    expect(drawn).toContain('─ get  hit  1.00 ms');
    expect(drawn).toContain('─ has  miss  1.00 ms');
  });

  it('tells a failure once, of the deepest span that has it, before the tree', () => {
    const drawn = drawTrace(
      [
        finishedSpan({ id: 'query', name: 'SELECT users', parent: 'find', error: 'db down' }),
        finishedSpan({ id: 'find', parent: 'root', error: 'db down' }),
        finishedSpan({ id: 'root', error: 'db down', attributes: { 'http.response.status_code': 500 } }),
      ],
      plain,
    );

    expect(drawn.split('\n').slice(0, 3)).toEqual([
      `✗ trace ${traceIdOf('trace')}`,
      '  SELECT users: db down',
      '└─ root  500 error  1.00 ms',
    ]);
    expect(drawn.match(/db down/g)).toHaveLength(1);
  });

  it('finds the deepest span whatever the order in which spans ended', () => {
    const spans = [
      finishedSpan({ id: 'root', error: 'late' }),
      finishedSpan({ id: 'find', parent: 'root', error: 'late' }),
      finishedSpan({ id: 'query', parent: 'find', error: 'late' }),
    ];

    expect(drawTrace(spans, plain)).toContain('  query: late\n');
    expect(drawTrace(spans.toReversed(), plain)).toContain('  query: late\n');
  });

  it('tells different failures apart', () => {
    const drawn = drawTrace(
      [
        finishedSpan({ id: 'query', parent: 'root', error: 'db down' }),
        finishedSpan({ id: 'mail', parent: 'root', error: 'no route to host', startMs: 1 }),
        finishedSpan({ id: 'root', error: 'order lost' }),
      ],
      plain,
    );

    expect(drawn.split('\n').filter((line) => line.startsWith('  '))).toEqual([
      '  root: order lost',
      '  query: db down',
      '  mail: no route to host',
      expect.stringContaining('query  error'),
      expect.stringContaining('mail  error'),
    ]);
  });

  it('lets no line break or control sequence of a message reach the terminal', () => {
    const drawn = drawTrace(
      [
        finishedSpan({
          id: 'root',
          name: 'a\u001B]0;title\u0007b',
          error: `no\r\n\u001B[31msuch\u0000 ${'x'.repeat(500)}`,
        }),
      ],
      plain,
    );

    expect(drawn.trimEnd()).not.toMatch(/[^\P{Cc}\n]/u);
    expect(drawn).toContain(': no such x');
    expect(drawn.split('\n')[1]?.length).toBeLessThan(320);
  });

  it('puts a span whose parent is missing at the outermost level', () => {
    const drawn = drawTrace(
      [finishedSpan({ id: 'query', parent: 'gone' }), finishedSpan({ id: 'root', startMs: 1 })],
      plain,
    );

    expect(drawn).toContain('\n├─ query');
    expect(drawn).toContain('\n└─ root');
  });

  it('says what is missing and what is remarkable', () => {
    const drawn = drawTrace([finishedSpan({ id: 'root' })], { color: false, omitted: 7, remark: 'unfinished' });

    expect(drawn).toContain(`${traceIdOf('trace')} (unfinished)\n`);
    expect(drawn).toContain('… and 7 more spans\n');
  });

  it('colours on request only, and failures red', () => {
    const spans = [finishedSpan({ id: 'root', error: 'db down' })];

    expect(drawTrace(spans, { color: true })).toContain('\u001B[31m  root: db down');
    expect(drawTrace(spans, plain)).not.toContain('\u001B');
  });
});
