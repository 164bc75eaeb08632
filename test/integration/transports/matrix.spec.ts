import { readFileSync } from 'node:fs';
import type { Case } from './cases.js';
import { Ends, START_MS } from './ends.js';
import { type Expectation, EXPECTATIONS } from './expectations.js';
import { type Cell, matrixTable } from './matrix-table.js';
import type { SpanRecord } from './span-record.js';
import { traced } from './traced.js';
import { casesOf } from './transport.js';
import { TRANSPORTS } from './transports.js';

/** The clocks of spans start at whole milliseconds, and so an end can be early by that much. */
const CLOCK_MS = 1;

const cells = new Map<string, Cell>();
const NAMES = TRANSPORTS.map(({ name }) => name);

afterAll(() => {
  const table = matrixTable(NAMES, (transport, title) => cells.get(`${transport}/${title}`) ?? 'absent');
  const { TELEMETRY_NEST: here = '12', TELEMETRY_PEER_NEST: there = here } = process.env;
  process.stdout.write(`One trace from Nest ${here} to a process on Nest ${there}:\n${table}\n`);
});

for (const transport of TRANSPORTS) {
  transport.describe(`${transport.name}: one trace across two processes`, () => {
    let ends: Ends;
    beforeAll(async () => {
      ends = await Ends.start(transport, { client: true, peer: true });
    }, START_MS);
    afterAll(() => ends.close());

    it.each(casesOf(transport))('%s', async (title) => {
      const cell = `${transport.name}/${title}`;
      cells.set(cell, 'failed');
      await verifyTrace(ends, title);
      cells.set(cell, 'passed');
    });
  });
}

async function verifyTrace(ends: Ends, title: Case): Promise<void> {
  const { transport, namespace } = ends;
  const expected = { ...EXPECTATIONS[title], ...transport.expected?.[title] };
  const { handler, sentBy, sendFailed, processFailed, exception, endsLast } = expected;
  const { root, sent, processed } = await traced(ends, title);
  const [send] = sent;
  const [process] = processed;
  if (send === undefined || process === undefined) throw new Error('A span is missing.');

  expect([sent.length, processed.length]).toEqual([1, 1]);
  expect([send.traceId, process.traceId]).toEqual([root.traceId, root.traceId]);
  expect([send.parentId, process.parentId]).toEqual([root.spanId, send.spanId]);
  expect([send.name, process.name]).toEqual(transport.spans.names(sentBy, handler, namespace));
  expect([send.failed, process.failed]).toEqual([sendFailed, processFailed]);
  const size = process.attributes['messaging.message.body.size'];
  expect(typeof size).toBe(transport.unsized === true ? 'undefined' : 'number');
  expect(process.exceptions).toEqual(exception === undefined ? [] : [exception]);

  expect(process.startMs).toBeGreaterThanOrEqual(send.startMs);
  expect(lastToEnd(send, process)).toContain(endsLast);
}

/** Whichever may have been the last of the two, as far as the clocks can tell. An event has none that must be. */
function lastToEnd(send: SpanRecord, process: SpanRecord): readonly Expectation['endsLast'][] {
  const later = process.endMs - send.endMs;
  return [
    undefined,
    ...(later <= CLOCK_MS ? (['send'] as const) : []),
    ...(later >= -CLOCK_MS ? (['process'] as const) : []),
  ];
}

it('is what docs/transports.md says', () => {
  const document = readFileSync(new URL('../../../docs/transports.md', import.meta.url), 'utf8');
  const absent = new Set(TRANSPORTS.flatMap(({ name, without = [] }) => without.map((title) => `${name}/${title}`)));
  const table = matrixTable(NAMES, (transport, title) => (absent.has(`${transport}/${title}`) ? 'absent' : 'passed'));
  expect(document).toContain(table);
});
