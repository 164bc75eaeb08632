import { flightsModule } from './flights.application.js';
import { ADAPTERS, type LogLine, type ObservedApplication, startObserved } from '../observed-application.js';

const REQUESTS = 200;

/** How many lines of the application's own each sort of request writes. */
const SORTS = [
  { path: (id: string) => `/flights/${id}`, lines: 6 },
  { path: (id: string) => `/flights/${id}/stream`, lines: 2 },
  { path: (id: string) => `/flights/${id}/load`, lines: 1, upload: true },
];

describe.each(ADAPTERS)(`${REQUESTS} requests at once on %s`, (adapter) => {
  let shop: ObservedApplication;
  const traces = new Map<string, string>();
  let byFlight: Map<string, LogLine[]>;

  beforeAll(async () => {
    shop = await startObserved(adapter, { imports: [flightsModule(adapter)] });
    await Promise.all(
      Array.from({ length: REQUESTS }, async (_, at) => {
        const flight = `f${at}`;
        const traceId = (at + 1).toString(16).padStart(32, '0');
        traces.set(flight, traceId);
        const { path, upload } = SORTS[at % SORTS.length] as (typeof SORTS)[number];
        const body = new FormData();
        body.set('cargo', new Blob(['x'.repeat(70_000)]), 'cargo.txt');
        const response = await fetch(shop.url + path(flight), {
          headers: { traceparent: `00-${traceId}-${'b'.repeat(16)}-01`, 'x-request-id': `r${at}` },
          ...(upload ? { method: 'POST', body } : {}),
        });
        expect(await response.text()).toBe(flight);
      }),
    );
    await shop.serverSpans(REQUESTS);
    byFlight = Map.groupBy(
      shop.lines().filter((line) => line.fields?.['flight'] !== undefined),
      (line) => String(line.fields?.['flight']),
    );
  }, 60_000);

  afterAll(() => shop.close());

  it('write all their lines', () => {
    const counts = [...byFlight].map(([flight, lines]) => [flight, lines.length]);
    expect(Object.fromEntries(counts)).toEqual(
      Object.fromEntries(
        Array.from({ length: REQUESTS }, (_, at) => {
          const { lines } = SORTS[at % SORTS.length] as (typeof SORTS)[number];
          return [`f${at}`, lines + 1];
        }),
      ),
    );
  });

  it('write each line with their own fields, trace and id, and with none of a neighbour’s', () => {
    for (const [flight, lines] of byFlight) {
      for (const line of lines) {
        const { fields } = line;
        // The line of the request itself says nothing of its own.
        expect(fields?.['said'] ?? fields?.['heard'] ?? flight).toBe(flight);
        expect(line.trace_id).toBe(traces.get(flight));
        expect(line.request_id).toBe(`r${flight.slice(1)}`);
      }
    }
    const loaded = shop.lines().filter((line) => line.message === 'after an upload');
    expect(loaded.map((line) => line.fields?.['size'])).toEqual(loaded.map(() => 70_000));
    expect(loaded.length).toBeGreaterThan(60);
  });

  it('write nothing of theirs in lines of no request', () => {
    const strangers = shop.lines().filter((line) => line.trace_id === undefined);
    for (const line of strangers) expect(line).not.toHaveProperty('fields.flight');
  });
});
