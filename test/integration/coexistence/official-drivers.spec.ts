import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { FakeMongodbServer } from '../drivers/fake-mongodb-server.js';
import { RedisServer } from '../drivers/redis-server.js';
import type { LogLine } from '../observed-application.js';
import { OtlpReceiver, type ReceivedSpan } from '../otlp/otlp-receiver.js';
import { describeWithServer } from '../tcp-server.js';
import { describeWith } from '../test-server.js';
import { ServiceProcess } from './service-process.js';

/**
 * Each call, its spans with the official instrumentations, and its spans without them. They do not know statements that
 * were prepared by hand, and never end the span of a cursor.
 */
const CALLS = [
  ['pg promise', 'official pg.query:SELECT test', 'SELECT'],
  ['pg callback', 'official pg.query:SELECT test', 'SELECT'],
  ['pg pool', 'official pg-pool.connect, official pg.query:SELECT test', 'SELECT'],
  ['pg cursor', 'SELECT', 'SELECT'],
  ['pg failing', 'official pg.query:SELECT test', 'SELECT official_absent'],
  ['pg no connection', 'official pg-pool.connect', 'SELECT'],
  ['mysql2 promise', 'official select', 'SELECT'],
  ['mysql2 execute', 'official select', 'SELECT'],
  ['mysql2 callback', 'official select', 'SELECT'],
  ['mysql2 events', 'official select', 'SELECT'],
  ['mysql2 pool', 'official select', 'SELECT'],
  ['mysql2 prepared', 'SELECT', 'SELECT'],
  ['mysql2 failing', 'official select', 'SELECT official_absent'],
  ['mongodb insert', 'official insert users', 'insert users'],
  ['mongodb find', 'official find users', 'find users'],
  ['mongodb failing', 'official nonsense $cmd', 'nonsense'],
  ['ioredis command', 'official get', 'GET'],
  ['ioredis failing', 'official nonsense', 'NONSENSE'],
  ['ioredis pipeline', 'official get, official get', 'GET, GET'],
  ['ioredis transaction', 'official multi, official get, official exec', 'MULTI, GET, EXEC'],
  ['ioredis cluster', 'official get', 'GET'],
  ['redis command', 'official redis-GET', 'GET'],
  ['redis failing', 'official redis-NONSENSE', 'NONSENSE'],
  ['redis pipeline', 'official redis-GET, official redis-GET', 'GET, GET'],
  ['redis transaction', 'official redis-GET, official redis-GET', 'MULTI'],
] as const;

describeWithServer('PostgreSQL', 5432, 'drivers', () => {
  describeWithServer('MariaDB', 3306, 'and databases', () => {
    describeWith('redis-server', 'in one process with the official instrumentations', () => {
      let mongodb: FakeMongodbServer;
      let redis: RedisServer;
      let directory: string;

      beforeAll(async () => {
        mongodb = await FakeMongodbServer.start();
        directory = await mkdtemp(join(tmpdir(), 'redis-cluster-'));
        const cluster = ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1', '--dir', directory];
        redis = await RedisServer.start(cluster);
        const client = new Redis(redis.port);
        await client.call('CLUSTER', 'ADDSLOTSRANGE', 0, 16_383);
        client.disconnect();
      });
      afterAll(async () => {
        await redis.stop();
        await mongodb.stop();
        await rm(directory, { recursive: true });
      });

      it('have each call in one span, and all of them in the same metrics and lines as without', async () => {
        const servers = { TEST_MONGODB_PORT: String(mongodb.port), TEST_CLUSTER_PORT: String(redis.port) };
        const official = await callAll('./official-drivers.ts', servers);
        const alone = await callAll(undefined, servers);
        expect(official.spans).toEqual(CALLS.map(([call, spans]) => [call, spans]));
        expect(alone.spans).toEqual(CALLS.map(([call, , spans]) => [call, spans]));
        expect(official.lines).toEqual(alone.lines);
        expect(alone.lines.filter(([, lines]) => lines.length === 0)).toEqual([]);
        expect(official.samples).toEqual(alone.samples);
        expect(alone.samples).toContain('db_queries_total{operation="SELECT",table="official_absent",error="true"} 2');
      }, 60_000);
    });
  });
});

/** Makes every call, each in a request of its own. */
async function callAll(preload: string | undefined, servers: Readonly<Record<string, string>>) {
  const receiver = await OtlpReceiver.start();
  const env = { ...servers, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint };
  const service = await ServiceProcess.start({ script: './drivers-process.ts', preload, env });
  let samples: readonly string[];
  let lines: readonly LogLine[] = [];
  try {
    for (const [call] of CALLS) await get(`${service.url}/call/${encodeURIComponent(call)}`);
    samples = (await get(`${service.url}/metrics`)).split('\n').filter(isCount).sort();
  } finally {
    lines = await service.stop();
    await receiver.close();
  }
  const callings = receiver.spans.filter(({ name }) => name === 'calling');
  return {
    samples,
    spans: CALLS.map(([call], at) => [call, childrenOf(callings[at], receiver.spans)]),
    lines: CALLS.map(([call], at) => [call, lines.filter(isOfDriver(callings[at])).map(withoutTime)] as const),
  };
}

function childrenOf(parent: ReceivedSpan | undefined, spans: readonly ReceivedSpan[]): string {
  const children = spans.filter(({ parentSpanId }) => parentSpanId === parent?.spanId);
  return children.map(({ name, scope }) => `${/instrumentation/.test(scope) ? 'official ' : ''}${name}`).join(', ');
}

function isCount(sample: string): boolean {
  return /^(db_queries_total|db_query_duration_seconds_count|cache_\w+_total|cache_\w+_count)\{/.test(sample);
}

function isOfDriver(calling: ReceivedSpan | undefined) {
  return ({ fields, trace_id: traceId }: LogLine) =>
    traceId === calling?.traceId && ['db_query', 'cache_operation'].includes(String(fields?.['event']));
}

function withoutTime({ level, message, fields, error }: LogLine) {
  return { level, message, fields: { ...fields, duration_ms: undefined }, error: error?.type };
}

async function get(url: string): Promise<string> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  return response.text();
}
