import { SpanKind } from '@opentelemetry/api';
import { AlwaysOnSampler, type Sampler } from '@opentelemetry/sdk-trace';
import type { TracingOptions } from 'nestjs-telemetry';
import { resolveOptions } from '../../../lib/telemetry.options.js';
import { createSampler } from '../../../lib/tracing/samplers/create-sampler.js';
import { below, countSampled, decide, isSampled, request } from './sample.js';

function samplerFor(tracing: TracingOptions, report: (what: string, error: unknown) => void = unexpected): Sampler {
  return createSampler(resolveOptions({ service: { name: 'birds' }, tracing }, {}), report).sampler;
}

function unexpected(what: string, error: unknown): never {
  throw new Error(what, { cause: error });
}

const REMOTE_SAMPLED = below({ sampled: true, remote: true });
const REMOTE_DROPPED = below({ sampled: false, remote: true });
const LOCAL_SAMPLED = below({ sampled: true, remote: false });
const LOCAL_DROPPED = below({ sampled: false, remote: false });

describe('createSampler', () => {
  it('samples always, never, by ratio and by rate', () => {
    expect(countSampled(samplerFor({}), 100)).toBe(100);
    expect(countSampled(samplerFor({ sampler: 'never' }), 100)).toBe(0);
    const share = countSampled(samplerFor({ samplingRatio: 0.25 }), 10_000);
    expect(share).toBeGreaterThan(2_200);
    expect(share).toBeLessThan(2_800);
    expect(countSampled(samplerFor({ sampler: { type: 'rateLimiting', tracesPerSecond: 0.01 } }), 100)).toBe(1);
    expect(countSampled(samplerFor({ sampler: { type: 'rateLimiting', tracesPerSecond: 0 } }), 100)).toBe(0);
  });

  it('follows a parent, remote or local', () => {
    const never = samplerFor({ sampler: 'never' });
    expect(isSampled(never, { parent: REMOTE_SAMPLED })).toBe(true);
    expect(isSampled(never, { parent: LOCAL_SAMPLED })).toBe(true);
    const always = samplerFor({});
    expect(isSampled(always, { parent: REMOTE_DROPPED })).toBe(false);
    expect(isSampled(always, { parent: LOCAL_DROPPED })).toBe(false);
  });

  it('counts only traces that begin here against a rate', () => {
    const sampler = samplerFor({ sampler: { type: 'rateLimiting', tracesPerSecond: 0.01 } });
    expect(countSampled(sampler, 5, { parent: LOCAL_SAMPLED })).toBe(5);
    expect(countSampled(sampler, 5)).toBe(1);
  });

  it('asks no parent when it is not parent-based', () => {
    const sampler = samplerFor({ sampler: 'never', parentBased: false });
    expect(isSampled(sampler, { parent: REMOTE_SAMPLED })).toBe(false);
    expect(isSampled(sampler, { parent: LOCAL_SAMPLED })).toBe(false);
  });

  it('samples nothing when telemetry is disabled, and asks no collector', () => {
    const options = resolveOptions(
      { service: { name: 'birds' }, tracing: { sampler: { type: 'remote', endpoint: 'http://127.0.0.1:1' } } },
      { OTEL_SDK_DISABLED: 'true' },
    );
    const { sampler } = createSampler(options, unexpected);
    expect(isSampled(sampler, { parent: REMOTE_SAMPLED })).toBe(false);
    expect(String(sampler)).toBe('AlwaysOffSampler');
  });

  it('shows what it is made of', () => {
    const sampler = samplerFor({
      samplingRatio: 0.5,
      parentBased: false,
      rules: [
        { route: '/health', sampler: 'never' },
        { name: /^job/, sampler: { type: 'rateLimiting', tracesPerSecond: 2 } },
      ],
    });
    expect(String(sampler)).toBe(
      'RuleBasedSampler{/health=AlwaysOffSampler, /^job/=RateLimitingSampler{2}, otherwise=TraceIdRatioBased{0.5}}',
    );
  });
});

describe('sampling rules', () => {
  it('match routes of requests and names of spans; the first that fits decides', () => {
    const sampler = samplerFor({
      sampler: 'never',
      rules: [
        { route: '/users/me', sampler: 'never' },
        { route: '/users/:id', sampler: 'always' },
        { name: 'nightly report', sampler: 'always' },
        { name: /^consume /, sampler: 'always' },
        { route: '/both/*', name: 'POST', sampler: 'always' },
      ],
    });
    expect(isSampled(sampler, request('/users/7'))).toBe(true);
    expect(isSampled(sampler, request('/users/7/'))).toBe(true);
    expect(isSampled(sampler, request('/users/me'))).toBe(false);
    expect(isSampled(sampler, request('/other'))).toBe(false);
    expect(isSampled(sampler, { name: 'nightly report', kind: SpanKind.INTERNAL })).toBe(true);
    expect(isSampled(sampler, { name: 'nightly report 2', kind: SpanKind.INTERNAL })).toBe(false);
    expect(isSampled(sampler, { name: 'consume orders', kind: SpanKind.CONSUMER })).toBe(true);
    expect(isSampled(sampler, request('/both/a', 'POST'))).toBe(true);
    expect(isSampled(sampler, request('/both/a', 'GET'))).toBe(false);
  });

  it('speak of paths that this application serves, not of those that it calls', () => {
    const sampler = samplerFor({ rules: [{ route: '/health', sampler: 'never' }] });
    expect(isSampled(sampler, request('/health'))).toBe(false);
    expect(isSampled(sampler, { ...request('/health'), kind: SpanKind.CLIENT })).toBe(true);
    expect(isSampled(sampler, { attributes: {} })).toBe(true);
  });

  it.each(['g', 'y', 'gy'])('leave no trace in a pattern with the flags %s, nor does it in them', (flags) => {
    const name = new RegExp('job', flags);
    const sampler = samplerFor({ sampler: 'never', rules: [{ name, sampler: 'always' }] });
    for (let n = 0; n < 4; n++) {
      expect(isSampled(sampler, { name: 'job' })).toBe(true);
      name.test('job');
    }
    name.lastIndex = 2;
    expect(isSampled(sampler, { name: 'job' })).toBe(true);
    expect(name.lastIndex).toBe(2);
  });

  it('let a caller decide, but for never', () => {
    const sampler = samplerFor({
      sampler: 'never',
      rules: [
        { route: '/health/deep', sampler: 'always' },
        { route: '/health/*', sampler: 'never' },
        { route: '/seldom', sampler: { type: 'ratio', ratio: 0 } },
        { route: '/always', sampler: 'always' },
      ],
    });
    expect(isSampled(sampler, { ...request('/health'), parent: REMOTE_SAMPLED })).toBe(false);
    expect(isSampled(sampler, { ...request('/health/deep'), parent: REMOTE_SAMPLED })).toBe(true);
    expect(isSampled(sampler, { ...request('/seldom'), parent: REMOTE_SAMPLED })).toBe(true);
    expect(isSampled(sampler, { ...request('/other'), parent: REMOTE_SAMPLED })).toBe(true);
    expect(isSampled(sampler, { ...request('/always'), parent: REMOTE_DROPPED })).toBe(false);
    // What happens inside a trace follows the trace.
    expect(isSampled(sampler, { ...request('/health'), parent: LOCAL_SAMPLED })).toBe(true);
    expect(isSampled(sampler, { ...request('/always'), parent: LOCAL_DROPPED })).toBe(false);
  });

  it('decide for every span when it is not parent-based', () => {
    const sampler = samplerFor({
      sampler: 'never',
      parentBased: false,
      rules: [{ name: /^SELECT/, sampler: 'always' }],
    });
    expect(isSampled(sampler, { name: 'SELECT users', kind: SpanKind.CLIENT, parent: LOCAL_DROPPED })).toBe(true);
    expect(isSampled(sampler, { name: 'GET', parent: REMOTE_SAMPLED })).toBe(false);
  });

  it.each([
    [{ sampler: 'never' }, 'for which spans'],
    [{ route: 'health', sampler: 'never' }, 'begins with /'],
    [{ name: 5, sampler: 'never' }, 'names of spans'],
    [{ route: '/health' }, 'how to sample'],
    [{ path: '/health', route: '/', sampler: 'never' }, 'no option tracing.rules[0].path'],
  ])('are checked: %j', (rule, words) => {
    expect(() => resolveOptions({ tracing: { rules: [rule as never] } }, {})).toThrow(words);
  });
});

describe("a user's own sampler", () => {
  it('decides as it likes', () => {
    const own = new AlwaysOnSampler();
    expect(isSampled(samplerFor({ sampler: own }))).toBe(true);
    const parameters: unknown[] = [];
    const spy: Sampler = {
      shouldSample: (...call) => {
        parameters.push(...call);
        return { decision: 1, attributes: { why: 'curious' } };
      },
      toString: () => 'Spy',
    };
    const start = { ...request('/users'), traceId: 'f'.repeat(32) };
    const sampler = samplerFor({ sampler: spy, parentBased: false });
    expect(decide(sampler, start)).toEqual({ decision: 1, attributes: { why: 'curious' } });
    expect(parameters.slice(1)).toEqual([start.traceId, 'GET', SpanKind.SERVER, start.attributes, []]);
    expect(String(sampler)).toBe('Spy');
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('coin lost');
      },
    ],
    ['returns nothing', () => undefined],
    ['invents a decision', () => ({ decision: 7 })],
  ])('that %s harms nobody: not sampled, and reported', (_, shouldSample) => {
    const reports: string[] = [];
    const broken = {
      shouldSample,
      toString() {
        throw new Error('nameless');
      },
    } as unknown as Sampler;
    const sampler = samplerFor({ sampler: broken, rules: [{ route: '/health', sampler: broken }] }, (what, error) =>
      reports.push(`${what}: ${String(error)}`),
    );
    expect(isSampled(sampler, request('/a'))).toBe(false);
    expect(isSampled(sampler, request('/health'))).toBe(false);
    expect(reports).toHaveLength(2);
    expect(reports[0]).toMatch(/^A sampler (failed|gave no valid decision): /);
    expect(String(sampler)).toContain('otherwise=Sampler');
  });
});
