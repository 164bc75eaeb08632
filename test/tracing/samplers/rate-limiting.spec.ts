import { ROOT_CONTEXT } from '@opentelemetry/api';
import { RateLimitingSampler } from '../../../lib/tracing/samplers/rate-limiting.sampler.js';
import { TokenBucket } from '../../../lib/tracing/samplers/token-bucket.js';
import { countSampled, decide, isSampled } from './sample.js';

const HOUR_MS = 3_600_000;

describe('RateLimitingSampler', () => {
  let time: number;
  const samplerOf = (perSecond: number) => new RateLimitingSampler(perSecond, new TokenBucket(perSecond, () => time));
  beforeEach(() => {
    time = 12_345.678;
  });

  /** Asks at `everyMs` for `forMs`, the end left out, and tells when a trace was sampled. */
  function run(sampler: RateLimitingSampler, everyMs: number, forMs: number): number[] {
    const begin = time;
    const sampled: number[] = [];
    for (let step = 0; step * everyMs < forMs; step++) {
      time = begin + step * everyMs;
      if (isSampled(sampler)) sampled.push(time - begin);
    }
    time = begin + forMs;
    return sampled;
  }

  it.each([
    [1, 1],
    [3, 1],
    [10, 1],
    [10, 0.25],
    [10, 7],
    [100, 1],
    [2.5, 1],
  ])('admits its rate and the bucket in a minute: %d/s asked every %d ms', (perSecond, everyMs) => {
    const count = run(samplerOf(perSecond), everyMs, 60_000).length;
    const bucket = Math.max(1, perSecond);
    expect(count).toBeLessThanOrEqual(60 * perSecond + bucket);
    // The last one of the rate falls due at the end of the minute, which is not part of it.
    expect(count).toBeGreaterThanOrEqual(Math.floor(60 * perSecond + bucket) - 1);
  });

  it('admits all of a load that stays at its rate', () => {
    expect(run(samplerOf(10), 100, 60_000)).toHaveLength(600);
  });

  it('admits exactly its rate over an hour, whatever the rounding', () => {
    const sampler = samplerOf(3);
    run(sampler, 1, 1_000);
    expect(run(sampler, 10, HOUR_MS).length).toBe(3 * 3_600);
  });

  it('admits a burst up to the bucket and no more', () => {
    const sampler = samplerOf(10);
    expect(countSampled(sampler, 1_000)).toBe(10);
    time += 99;
    expect(countSampled(sampler, 1_000)).toBe(0);
    time += 1.001;
    expect(countSampled(sampler, 1_000)).toBe(1);
    time += 500;
    expect(countSampled(sampler, 1_000)).toBe(5);
  });

  it('admits in every window of a minute with bursts what the rate and the bucket allow', () => {
    const sampler = samplerOf(10);
    const sampled: number[] = [];
    const begin = time;
    for (let second = 0; second < 60; second++) {
      time = begin + second * 1_000 + (second % 7) * 90;
      for (let n = 0; n < 40; n++) if (isSampled(sampler)) sampled.push(time - begin);
    }
    expect(sampled.length).toBeLessThanOrEqual(610);
    expect(sampled.length).toBeGreaterThan(500);
    for (const from of sampled) {
      for (const windowMs of [0, 500, 1_000, 5_000]) {
        const within = sampled.filter((at) => at >= from && at <= from + windowMs).length;
        expect(within).toBeLessThanOrEqual(10 + windowMs / 100);
      }
    }
  });

  it('saves no more than the bucket in an idle hour', () => {
    const sampler = samplerOf(10);
    countSampled(sampler, 10);
    time += HOUR_MS;
    expect(countSampled(sampler, 1_000)).toBe(10);
  });

  it('spaces fractional rates: 0.5/s is one in two seconds', () => {
    const sampler = samplerOf(0.5);
    expect(run(sampler, 100, 10_000)).toEqual([0, 2_000, 4_000, 6_000, 8_000]);
    time += HOUR_MS;
    expect(countSampled(sampler, 100)).toBe(1);
  });

  it('admits nothing at 0/s, ever', () => {
    const sampler = samplerOf(0);
    expect(run(sampler, 1_000, HOUR_MS)).toEqual([]);
  });

  it('keeps working when the clock stands still or steps back', () => {
    const sampler = samplerOf(2);
    expect(countSampled(sampler, 10)).toBe(2);
    time -= 1_000;
    expect(countSampled(sampler, 10)).toBe(0);
    time += 2_000;
    expect(countSampled(sampler, 10)).toBe(2);
  });

  it('tells who sampled, and allocates nothing for a decision', () => {
    const sampler = samplerOf(2);
    const [first, second, third, fourth] = [decide(sampler), decide(sampler), decide(sampler), decide(sampler)];
    expect(first).toEqual({ decision: 2, attributes: { 'sampler.type': 'ratelimiting', 'sampler.param': 2 } });
    expect(second).toBe(first);
    expect(third).toEqual({ decision: 0 });
    expect(fourth).toBe(third);
    expect(Object.isFrozen(first.attributes)).toBe(true);
    expect(String(sampler)).toBe('RateLimitingSampler{2}');
  });

  it('uses the process clock by default', () => {
    const sampler = new RateLimitingSampler(0.000_001);
    expect(isSampled(sampler, { parent: ROOT_CONTEXT })).toBe(true);
    expect(isSampled(sampler)).toBe(false);
  });
});

describe('TokenBucket.changeRate', () => {
  it('opens no burst: what is saved stays what it is', () => {
    let time = 0;
    const bucket = new TokenBucket(10, () => time);
    const take = (count: number) => Array.from({ length: count }, () => bucket.take()).filter(Boolean).length;
    expect(take(20)).toBe(10);
    bucket.changeRate(100);
    expect(take(20)).toBe(0);
    time += 50;
    expect(take(20)).toBe(5);
    bucket.changeRate(1);
    time += 10_000;
    expect(take(20)).toBe(1);
    bucket.changeRate(0);
    time += 10_000;
    expect(take(20)).toBe(0);
  });

  it('keeps what is saved within the new bucket', () => {
    const bucket = new TokenBucket(10, () => 0);
    bucket.changeRate(4);
    expect(Array.from({ length: 20 }, () => bucket.take()).filter(Boolean)).toHaveLength(4);
  });
});
