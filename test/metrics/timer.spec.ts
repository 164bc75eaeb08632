import { jest } from '@jest/globals';
import { TelemetryError } from 'nestjs-telemetry';
import { capped } from './series/capped-metrics.js';

describe('Metrics.timer', () => {
  let now = 0;
  beforeEach(() => {
    now = 1_000;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => jest.restoreAllMocks());

  it('observes the seconds until its end, once, with the labels of both', async () => {
    const { metrics, samples } = capped(10);
    const seconds = metrics.histogram('job_seconds', { labels: ['job', 'result'] });
    const end = metrics.timer(seconds, { job: 'mail' });
    now += 250;
    expect(end({ result: 'sent' })).toBe(0.25);
    now += 1_000;
    expect(end({ result: 'sent' })).toBe(0.25);
    expect(await samples('job_seconds_sum')).toEqual(new Map([['{job="mail",result="sent"}', 0.25]]));
    expect(await samples('job_seconds_count')).toEqual(new Map([['{job="mail",result="sent"}', 1]]));
  });

  it('finds a histogram or summary by its name, and makes one where there is none', async () => {
    const { metrics, samples } = capped(10);
    metrics.summary('known_seconds', { labels: ['a', 'b'], percentiles: [0.5] });
    metrics.timer('known_seconds', { a: 'x' })({ b: 'y' });
    metrics.timer('new_seconds', { source: 'csv' })();
    metrics.timer('new_seconds', { source: 'xml' })();
    metrics.timer('plain_seconds')();
    expect([...(await samples('known_seconds_count')).keys()]).toEqual(['{a="x",b="y"}']);
    expect([...(await samples('new_seconds_count')).keys()]).toEqual(['{source="csv"}', '{source="xml"}']);
    expect(await samples('plain_seconds_count')).toEqual(new Map([['', 1]]));
    metrics.counter('things_total');
    expect(() => metrics.timer('things_total')).toThrow(TelemetryError);
  });
});
