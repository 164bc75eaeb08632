import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const REQUESTS = 60;
const OK = 'http_requests_total{method="GET",endpoint="/work",status_code="200"}';

describe('three workers of node:cluster under a primary without Nest', () => {
  let child: ChildProcess;
  let addresses: { app: string; metrics: string; pids: number[] };

  async function start(mode = 'early'): Promise<void> {
    child = fork(fileURLToPath(new URL('./cluster-primary.process.ts', import.meta.url)), [mode], {
      execArgv: ['--import', new URL('../../typescript-loader.mjs', import.meta.url).href],
    });
    [addresses] = (await once(child, 'message')) as [typeof addresses];
  }
  afterEach(async () => {
    const exited = once(child, 'exit');
    child.disconnect();
    await exited;
  });

  /** Sends requests, and says how many each worker answered. */
  async function work(requests: number): Promise<ReadonlyMap<number, number>> {
    const answered = new Map<number, number>();
    for (let n = 0; n < requests; n++) {
      const { pid } = (await (await fetch(`${addresses.app}/work`)).json()) as { pid: number };
      answered.set(pid, (answered.get(pid) ?? 0) + 1);
    }
    // A request ends for metrics when its connection is done with it, a moment after the answer.
    await delay(50);
    return answered;
  }
  async function scrape(url: string): Promise<ReadonlyMap<string, number>> {
    const response = await fetch(url, { headers: { connection: 'close' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
  }
  async function kill(pid: number | undefined, signal: NodeJS.Signals): Promise<void> {
    child.send({ kill: pid, signal });
    await once(child, 'message');
  }

  it.each(['early', 'late'])(
    'one scrape of anyone says exactly how many requests there were (%s)',
    async (mode) => {
      await start(mode);
      expect((await work(REQUESTS)).size).toBe(3);
      const ofPrimary = await scrape(addresses.metrics);
      expect(ofPrimary.get(OK)).toBe(REQUESTS);
      expect(ofPrimary.get('work_done_total')).toBe(REQUESTS);
      const labels = 'method="GET",endpoint="/work",status_code="200"';
      expect(ofPrimary.get(`http_request_duration_seconds_count{${labels}}`)).toBe(REQUESTS);
      expect(ofPrimary.get(`http_request_duration_seconds_bucket{le="+Inf",${labels}}`)).toBe(REQUESTS);
      // Several times, so that each worker is scraped.
      for (let n = 0; n < 6; n++) expect((await scrape(`${addresses.app}/metrics`)).get(OK)).toBe(REQUESTS);
    },
    30_000,
  );

  it('adds up gauges and leaves out quantiles; process metrics have aggregators of their own', async () => {
    await start();
    const slow = Array.from({ length: 6 }, () => fetch(`${addresses.app}/slow/1500`));
    const inFlight = 'http_requests_in_flight{method="GET",endpoint="/slow/:ms"}';
    for (let tries = 0; tries < 100 && (await scrape(addresses.metrics)).get(inFlight) !== 6; tries++) await delay(10);
    const series = await scrape(addresses.metrics);
    expect(series.get(inFlight)).toBe(6);
    expect(series.get('work_benches')).toBe(6);
    expect(series.get('work_seconds_count')).toBe(3);
    expect(series.get('work_seconds_sum')).toBe(9);
    expect([...series.keys()].filter((name) => name.includes('quantile'))).toEqual([]);
    expect(series.get('process_resident_memory_bytes')).toBeGreaterThan(60_000_000);
    const versions = [...series].filter(([name]) => name.startsWith('nodejs_version_info'));
    expect(versions.map(([, value]) => value)).toEqual([1]);
    await Promise.all(slow);
  }, 30_000);

  it('counts a worker that does not answer with what it said before', async () => {
    await start();
    await work(REQUESTS);
    await scrape(addresses.metrics);
    await kill(addresses.pids[0], 'SIGSTOP');
    expect((await scrape(addresses.metrics)).get(OK)).toBe(REQUESTS);
  }, 30_000);

  it('refuses a scrape of a worker whose primary does not collect', async () => {
    await start('never');
    const response = await fetch(`${addresses.app}/metrics`);
    expect([response.status, await response.text()]).toEqual([500, 'The metrics could not be collected']);
  }, 30_000);

  it.each([
    { signal: 'SIGTERM', what: 'counted, also since the last scrape' },
    { signal: 'SIGKILL', what: 'counted at the last scrape' },
  ] as const)(
    'after $signal keeps everything that a worker had $what',
    async ({ signal }) => {
      await start();
      await work(REQUESTS);
      if (signal === 'SIGKILL') await scrape(addresses.metrics);
      await kill(addresses.pids[0], signal);
      const after = await scrape(addresses.metrics);
      expect(after.get(OK)).toBe(REQUESTS);
      expect(after.get('work_done_total')).toBe(REQUESTS);
      expect(after.get('work_benches')).toBe(4);
      await kill(addresses.pids[1], signal);
      await work(10);
      expect((await scrape(`${addresses.app}/metrics`)).get(OK)).toBe(REQUESTS + 10);
    },
    30_000,
  );
});
