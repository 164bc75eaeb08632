import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import { SpanStatusCode } from '@opentelemetry/api';
import { Metrics, type TelemetryOptions } from 'nestjs-telemetry';
import { type Adapter, ADAPTERS, type ObservedApplication, startObserved } from '../../observed-application.js';
import { ask, type Send } from './exchange.js';

type PerAdapter<T> = T | { readonly express: T; readonly fastify: T };

/** One kind of request, and what all signals have to say of it. */
export interface RequestRow {
  readonly what: string;
  /** A path to GET, or how else the request is sent. */
  readonly send: string | Send;
  readonly method?: string;
  /** The template of the route; undefined where there is none. */
  readonly route?: PerAdapter<string | undefined>;
  /** What the client sees; undefined where it sees no answer. */
  readonly status: PerAdapter<number | undefined>;
  /** How it ends where no complete answer is sent: the client leaves, or this side breaks it off. */
  readonly end?: 'left' | 'broken';
  /** `error.type` of a failure. */
  readonly cause?: PerAdapter<string | undefined>;
  /** Where only one adapter has this kind. */
  readonly on?: Adapter;
}

export interface RequestTable {
  readonly module: ModuleMetadata;
  readonly options?: TelemetryOptions;
  readonly prepare?: (app: INestApplication, adapter: Adapter) => void;
  readonly rows: readonly RequestRow[];
}

/** Each row on both adapters: one span, one sample and one line, which say the same and what the client has seen. */
export function describeRequests(title: string, { module, options, prepare, rows }: RequestTable): void {
  describe.each(ADAPTERS)(`${title} on %s`, (adapter) => {
    let observed: ObservedApplication;
    beforeAll(async () => {
      observed = await startObserved(adapter, module, options, (app) => prepare?.(app, adapter));
    });
    afterEach(() => observed.reset());
    afterAll(() => observed?.close());

    it.each(rows.filter(({ on }) => on === undefined || on === adapter))('$what', async (row) => {
      const before = await samples(observed.app);
      const seen = await (typeof row.send === 'string' ? ask('GET', row.send) : row.send)(observed.port);
      const [span, ...others] = await observed.serverSpans(1);
      const expected = expectation(row, adapter);

      expect(others.map(({ name }) => name)).toEqual([]);
      expect(seen.statuses).toEqual(expected.status === undefined ? [] : [expected.status]);
      if (row.end === undefined) expect(seen.complete).toBe(true);
      expect({
        method: span?.attributes['http.request.method'],
        route: span?.attributes['http.route'],
        status: span?.attributes['http.response.status_code'],
        left: span?.attributes['nestjs.http.request.aborted'] === true,
        failed: span?.status.code === SpanStatusCode.ERROR,
        cause: span?.attributes['error.type'],
      }).toEqual(expected);
      expect(span?.name).toBe(
        [span?.attributes['http.request.method'] === '_OTHER' ? 'HTTP' : expected.method, expected.route]
          .filter(Boolean)
          .join(' '),
      );

      const label = String(expected.status ?? (expected.failed ? 444 : 499));
      const labels = `{method="${expected.method}",endpoint="${expected.route ?? 'unmatched'}",status_code="${label}"}`;
      expect(difference(before, await samples(observed.app))).toEqual({
        [`http_requests_total${labels}`]: 1,
        [`http_request_duration_seconds_count${labels}`]: 1,
      });

      const level = expected.failed ? 'error' : 'info';
      expect(
        observed.requestLines().map(({ level, fields, span_id }) => ({
          level,
          span_id,
          method: fields?.['method'],
          route: fields?.['route'],
          status: fields?.['status_code'],
        })),
      ).toEqual([
        {
          level,
          span_id: span?.spanContext().spanId,
          method: expected.method,
          route: expected.route,
          status: Number(label),
        },
      ]);
    });
  });
}

function expectation(row: RequestRow, adapter: Adapter) {
  const cause = of(row.cause, adapter);
  return {
    method: row.method ?? 'GET',
    route: of(row.route, adapter),
    status: of(row.status, adapter),
    left: row.end === 'left',
    failed: cause !== undefined,
    cause,
  };
}

function of<T>(value: PerAdapter<T>, adapter: Adapter): T {
  const isSplit = typeof value === 'object' && value !== null && adapter in value;
  return isSplit ? (value as Record<Adapter, T>)[adapter] : (value as T);
}

/** What is counted of requests, and what is under way. */
const COUNTED = /^(http_requests_total|http_request_duration_seconds_count|http_requests_in_flight)\{/;

async function samples(app: INestApplication): Promise<ReadonlyMap<string, number>> {
  const lines = (await app.get(Metrics).registry.metrics()).split('\n').filter((line) => COUNTED.test(line));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

/** What has changed, and what is not back at zero. */
function difference(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): Record<string, number> {
  const changed = [...after].map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const);
  return Object.fromEntries(
    changed.filter(([name, value]) => value !== 0 || (name.includes('in_flight') && after.get(name) !== 0)),
  );
}
