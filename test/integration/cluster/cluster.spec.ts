import { until } from '../../until.js';
import { type PrimaryMode, RunningCluster } from './running-cluster.js';

const REQUESTS = 60;
const LABELS = 'method="GET",endpoint="/work",status_code="200"';
const COUNT = `http_requests_total{${LABELS}}`;

describe('three workers of node:cluster', () => {
  let running: RunningCluster;
  afterEach(() => running.close());

  it.each<PrimaryMode>(['early', 'late'])(
    'one scrape of anyone says exactly how many requests there were, when the primary begins %s',
    async (mode) => {
      running = await RunningCluster.start(mode);
      expect(await running.work(REQUESTS)).toBe(3);
      const series = await running.scrapePrimary();
      expect(series.get(COUNT)).toBe(REQUESTS);
      expect(series.get('work_done_total')).toBe(REQUESTS);
      expect(series.get(`http_request_duration_seconds_count{${LABELS}}`)).toBe(REQUESTS);
      expect(series.get(`http_request_duration_seconds_bucket{le="+Inf",${LABELS}}`)).toBe(REQUESTS);
      // Several times, so that each worker is scraped.
      for (let n = 0; n < 6; n++) expect((await running.scrapeWorker()).get(COUNT)).toBe(REQUESTS);
    },
    60_000,
  );

  it('a primary that is a Nest application counts too', async () => {
    running = await RunningCluster.start('nest');
    await running.work(10);
    expect((await running.scrapePrimary()).get('work_done_total')).toBe(1_010);
    expect((await running.scrapeWorker()).get('work_done_total')).toBe(1_010);
  }, 60_000);

  it('refuses a scrape of a worker whose primary does not collect', async () => {
    running = await RunningCluster.start('never');
    const response = await fetch(`${running.app}/metrics`);
    expect([response.status, await response.text()]).toEqual([500, '']);
  }, 60_000);
});

// In this order: there is one worker less after each of them.
describe('workers of node:cluster that go', () => {
  let running: RunningCluster;
  beforeAll(async () => {
    running = await RunningCluster.start('early');
  }, 60_000);
  afterAll(() => running.close());

  it('measure while they are there; gauges are added up, and quantiles left out', async () => {
    const slow = Array.from({ length: 6 }, () => fetch(`${running.app}/slow/1500`));
    const inFlight = 'http_requests_in_flight{method="GET",endpoint="/slow/:ms"}';
    await until(async () => (await running.scrapePrimary()).get(inFlight) === 6);
    const series = await running.scrapePrimary();
    expect(series.get(inFlight)).toBe(6);
    expect(series.get('work_benches')).toBe(6);
    expect(series.get('work_seconds_count')).toBe(3);
    expect(series.get('work_seconds_sum')).toBe(9);
    expect([...series.keys()].filter((name) => name.includes('quantile'))).toEqual([]);
    expect(series.get('process_memory_usage_bytes{type="rss"}')).toBeGreaterThan(60_000_000);
    const versions = [...series].filter(([name]) => name.startsWith('nodejs_version_info'));
    expect(versions.map(([, value]) => value)).toEqual([1]);
    await Promise.all(slow);
  });

  it('after SIGTERM lose nothing that they had counted, also since the last scrape', async () => {
    await running.work(REQUESTS);
    await running.kill(0, 'SIGTERM');
    const series = await running.scrapePrimary();
    expect(series.get(COUNT)).toBe(REQUESTS);
    expect(series.get('work_done_total')).toBe(REQUESTS);
    expect(series.get('work_seconds_count')).toBe(3);
    expect(series.get('work_benches')).toBe(4);
  });

  it('after SIGKILL lose nothing that was scraped', async () => {
    await running.work(10);
    await running.scrapePrimary();
    await running.kill(1, 'SIGKILL');
    await running.work(10);
    const series = await running.scrapeWorker();
    expect(series.get(COUNT)).toBe(REQUESTS + 20);
    expect(series.get('work_benches')).toBe(2);
  });

  it('count with what they said before when they do not answer', async () => {
    await running.kill(2, 'SIGSTOP');
    expect((await running.scrapePrimary()).get(COUNT)).toBe(REQUESTS + 20);
  });
});
