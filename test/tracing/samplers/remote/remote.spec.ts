import diagnosticsChannel from 'node:diagnostics_channel';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { context } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { RemoteSampler, type RemoteSamplerSettings } from '../../../../lib/tracing/samplers/remote/remote.sampler.js';
import { until } from '../../../until.js';
import { countSampled, decide, isSampled, request } from '../sample.js';
import { type Answer, perOperation, probabilistic, rateLimiting, SamplingServer } from './sampling-server.js';

describe('RemoteSampler', () => {
  let server: SamplingServer;
  let endpoint: string;
  let time: number;
  let reports: string[];
  let ends: Array<() => void>;
  beforeEach(async () => {
    server = await SamplingServer.start(probabilistic(1));
    ({ endpoint } = server);
    time = 0;
    reports = [];
    ends = [];
  });
  afterEach(async () => {
    for (const end of ends) end();
    await server.close();
  });

  function start(settings: Partial<RemoteSamplerSettings> = {}): RemoteSampler {
    const sampler = new RemoteSampler(
      { service: 'birds & bees', endpoint, pollIntervalMs: 10, initialRatio: 0, ...settings },
      (what, error) => reports.push(`${what}: ${error instanceof Error ? error.message : String(error)}`),
      () => time,
    );
    ends.push(sampler.start());
    return sampler;
  }
  async function startFollowing(answer: Answer, settings: Partial<RemoteSamplerSettings> = {}): Promise<RemoteSampler> {
    server.answer = answer;
    const sampler = start(settings);
    await server.askedAgain();
    return sampler;
  }
  async function change(answer: Answer): Promise<void> {
    server.answer = answer;
    await server.askedAgain();
  }

  it('asks for its service at once, and uses its initial ratio until there is an answer', async () => {
    const sampler = start({ pollIntervalMs: 60_000, endpoint: `${endpoint}?zone=a`, initialRatio: 1 });
    expect(decide(sampler).attributes).toEqual({ 'sampler.type': 'probabilistic', 'sampler.param': 1 });
    server.answer = probabilistic(0);
    await until(() => !isSampled(sampler));
    expect(server.questions.map(({ url }) => new URL(url, 'http://server').searchParams)).toEqual([
      new URLSearchParams({ zone: 'a', service: 'birds & bees' }),
    ]);
    expect(reports).toEqual([]);
  });

  it('follows a ratio, and its changes', async () => {
    const sampler = await startFollowing(probabilistic(0));
    expect(countSampled(sampler, 1_000)).toBe(0);
    await change({ json: { strategyType: 0, probabilisticSampling: { samplingRate: 1 } } });
    expect(countSampled(sampler, 1_000)).toBe(1_000);
    await change(probabilistic(0.5));
    const share = countSampled(sampler, 4_000);
    expect(share).toBeGreaterThan(1_800);
    expect(share).toBeLessThan(2_200);
    expect(String(sampler)).toBe(`JaegerRemoteSampler{${endpoint}, birds & bees, TraceIdRatioBased{0.5}}`);
  });

  it('follows a rate; neither the same answer again nor a change of rate fills its bucket', async () => {
    const sampler = await startFollowing(rateLimiting(5));
    expect(countSampled(sampler, 100)).toBe(5);
    await server.askedAgain();
    expect(countSampled(sampler, 100)).toBe(0);
    await change({ json: { strategyType: 1, rateLimitingSampling: { maxTracesPerSecond: 50 } } });
    expect(countSampled(sampler, 100)).toBe(0);
    time += 100;
    expect(countSampled(sampler, 100)).toBe(5);
    await change(rateLimiting(0));
    time += 10_000;
    expect(countSampled(sampler, 100)).toBe(0);
  });

  it('follows strategies by operation, with their lower bound', async () => {
    const sampler = await startFollowing(perOperation(0, 1, { job: 1, 'GET /users/:id': 1 }));
    expect(countSampled(sampler, 10, { name: 'job' })).toBe(10);
    expect(countSampled(sampler, 10, request('/users/7'))).toBe(10);
    expect(countSampled(sampler, 10, request('/other'))).toBe(1);
    await server.askedAgain();
    expect(countSampled(sampler, 10, request('/other'))).toBe(0);
    await change(perOperation(0, 1, { job: 0 }));
    expect(countSampled(sampler, 10, { name: 'job' })).toBe(0);
    time += 1_000;
    expect(countSampled(sampler, 10, { name: 'job' })).toBe(1);
  });

  it.each<[string, Answer, string]>([
    ['answers with an error', { status: 503 }, 'status 503'],
    ['answers with garbage', { text: '<html>' }, 'JSON'],
    ['answers with nothing', { text: '' }, 'JSON'],
    ['answers with a strategy that there is not', { json: { strategyType: 'LUCK' } }, 'LUCK'],
    ['answers with an impossible ratio', probabilistic(7), 'samplingRate'],
    ['does not answer', 'silence', 'No answer within 300 ms'],
    ['does not stop answering', 'endless', 'longer than'],
  ])('keeps to the last good answer while the endpoint %s, and says so once', async (_, answer, words) => {
    const timeoutMs = answer === 'silence' ? 300 : 5_000;
    const sampler = await startFollowing(rateLimiting(3), { timeoutMs });
    await change(answer);
    await server.askedAgain();
    expect(countSampled(sampler, 100)).toBe(3);
    expect(reports).toHaveLength(1);
    expect(reports[0]).toContain(`No sampling strategy from ${endpoint}; RateLimitingSampler{3} stays in force`);
    expect(reports[0]).toContain(words);
    await change(rateLimiting(3));
    await server.askedAgain();
    expect(countSampled(sampler, 100)).toBe(0);
    expect(reports.slice(1)).toEqual([`Sampling strategies from ${endpoint} again: undefined`]);
    await change({ status: 500 });
    expect(reports).toHaveLength(3);
  });

  it('goes on with its initial ratio when nobody is there, and finds out when somebody is', async () => {
    await server.close();
    const sampler = start({ initialRatio: 1 });
    await until(() => reports.length > 0);
    expect(countSampled(sampler, 10)).toBe(10);
    await delay(50);
    expect(reports).toHaveLength(1);
    expect(reports[0]).toContain('ECONNREFUSED');
    server = await SamplingServer.start(probabilistic(0), Number(new URL(endpoint).port));
    await until(() => !isSampled(sampler));
  });

  it('names the reason also where a name has several addresses', async () => {
    await server.close();
    start({ endpoint: endpoint.replace('127.0.0.1', 'localhost') });
    await until(() => reports.length > 0);
    expect(reports[0]).toContain('ECONNREFUSED');
  });

  it('asks outside any trace', async () => {
    const suppressed: boolean[] = [];
    const listener = () => suppressed.push(isTracingSuppressed(context.active()));
    diagnosticsChannel.subscribe('http.client.request.created', listener);
    await startFollowing(probabilistic(1));
    diagnosticsChannel.unsubscribe('http.client.request.created', listener);
    expect(suppressed.length).toBeGreaterThan(1);
    expect(new Set(suppressed)).toEqual(new Set([true]));
    expect(server.questions.every(({ headers }) => headers['traceparent'] === undefined)).toBe(true);
  });

  it('asks no more once it is closed, lets go of an open question and says nothing of it', async () => {
    const sampler = await startFollowing(probabilistic(1), { timeoutMs: 600_000 });
    server.answer = 'silence';
    const before = server.questions.length;
    await until(() => server.questions.length > before);
    for (const end of ends) end();
    await until(() => server.abandoned === 1);
    const after = server.questions.length;
    await delay(100);
    expect(server.questions).toHaveLength(after);
    expect(reports).toEqual([]);
    expect(isSampled(sampler)).toBe(true);
  });

  it('waits for an interval beyond what timers can do without asking all the time', async () => {
    start({ pollIntervalMs: Number.MAX_SAFE_INTEGER });
    await until(() => server.questions.length === 1);
    await delay(50);
    expect(server.questions).toHaveLength(1);
  });

  it('lets the process end', async () => {
    const child = fork(fileURLToPath(new URL('./remote-process.ts', import.meta.url)), [endpoint], {
      timeout: 10_000,
      execArgv: ['--import', new URL('../../../typescript-loader.mjs', import.meta.url).href],
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(0);
    expect(server.questions).toHaveLength(1);
  });
});
