import { Agent, get } from 'node:http';
import { Metrics } from 'nestjs-telemetry';
import { until } from '../../until.js';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { LoadController } from './load.controller.js';

const REQUESTS = 20_000;
const AT_A_TIME = 50;
const STATUSES = [200, 404, 503] as const;
const ROUTES: ReadonlyArray<readonly [template: string, path: (at: number) => string]> = [
  ['/load/sync', () => '/load/sync'],
  ['/load/async', () => '/load/async'],
  ['/load/items/:id', (at) => `/load/items/${at}`],
  ['/load/items/:id/parts/:part', (at) => `/load/items/${at}/parts/${at % 7}`],
];

interface Counted {
  requests: number;
  bytes: number;
}

/** Sends requests `AT_A_TIME` and counts by route and status what came back. */
async function load(url: string): Promise<ReadonlyMap<string, Counted>> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_A_TIME });
  const counted = new Map<string, Counted>();
  let next = 0;
  async function worker(): Promise<void> {
    for (let at = next++; at < REQUESTS; at = next++) {
      const [template, path] = ROUTES[at % ROUTES.length] as (typeof ROUTES)[number];
      const asked = STATUSES[(at >> 2) % STATUSES.length];
      const { status, bytes } = await ask(`${url}${path(at)}?status=${asked}`, agent);
      const labels = `{method="GET",endpoint="${template}",status_code="${status}"}`;
      const known = counted.get(labels) ?? { requests: 0, bytes: 0 };
      counted.set(labels, { requests: known.requests + 1, bytes: known.bytes + bytes });
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  agent.destroy();
  return counted;
}

function ask(url: string, agent: Agent): Promise<{ status: number | undefined; bytes: number }> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () => resolve({ status: response.statusCode, bytes }));
    }).on('error', reject);
  });
}

async function samples({ app }: ObservedApplication, metric: string): Promise<ReadonlyMap<string, number>> {
  const lines = (await app.get(Metrics).registry.getSingleMetricAsString(metric.replace(/_(count|sum)$/, ''))).split(
    '\n',
  );
  return new Map(
    lines
      .filter((line) => line.startsWith(`${metric}{`))
      .map((line) => [line.slice(metric.length, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}

async function inFlight(application: ObservedApplication): Promise<number> {
  return [...(await samples(application, 'http_requests_in_flight')).values()].reduce((sum, value) => sum + value, 0);
}

describe.each(ADAPTERS)('metrics under load, %s', (adapter) => {
  let application: ObservedApplication;
  beforeAll(async () => {
    // Nothing is sampled and nothing written: metrics count all traffic all the same.
    application = await startObserved(
      adapter,
      { controllers: [LoadController] },
      { tracing: { sampler: 'never' }, logging: { level: 'silent' } },
    );
  });
  afterAll(() => application.close());

  it('count exactly what the client counted', async () => {
    const counted = await load(application.url);
    expect(counted.size).toBe(ROUTES.length * STATUSES.length);
    await until(async () => (await inFlight(application)) === 0);
    const requests = new Map([...counted].map(([labels, { requests }]) => [labels, requests]));
    const bytes = new Map([...counted].map(([labels, { bytes }]) => [labels, bytes]));
    expect(sorted(await samples(application, 'http_requests_total'))).toEqual(sorted(requests));
    expect(sorted(await samples(application, 'http_request_duration_seconds_count'))).toEqual(sorted(requests));
    expect(sorted(await samples(application, 'http_response_size_bytes_count'))).toEqual(sorted(requests));
    expect(sorted(await samples(application, 'http_response_size_bytes_sum'))).toEqual(sorted(bytes));
    expect([...requests.values()].reduce((sum, value) => sum + value, 0)).toBe(REQUESTS);
    expect(await inFlight(application)).toBe(0);
  }, 120_000);

  it('have nothing in flight after clients have left', async () => {
    const clients = Array.from({ length: 200 }, () => get(`${application.url}/load/hang`).on('error', () => undefined));
    await until(async () => (await inFlight(application)) >= 200);
    expect(await inFlight(application)).toBe(200);
    for (const client of clients) client.destroy();
    await until(async () => (await inFlight(application)) === 0);
    expect(await inFlight(application)).toBe(0);
    const left = '{method="GET",endpoint="/load/hang",status_code="499"}';
    expect(await application.series(`http_requests_total${left}`)).toBe(200);
    expect(await application.series(`http_request_duration_seconds_count${left}`)).toBe(200);
  });
});

function sorted(samples: ReadonlyMap<string, number>): ReadonlyArray<readonly [string, number]> {
  return [...samples].sort(([one], [other]) => (one < other ? -1 : 1));
}
