import { SpanKind } from '@opentelemetry/api';
import { PerOperationSampler } from '../../../../lib/tracing/samplers/remote/per-operation.sampler.js';
import { countSampled, decide, isSampled, request } from '../sample.js';

describe('PerOperationSampler', () => {
  let time: number;
  beforeEach(() => {
    time = 0;
  });
  const samplerOf = (
    operations: Readonly<Record<string, number>>,
    { ratio = 0, lowerBound = 0 } = {},
    previous?: PerOperationSampler,
  ) =>
    new PerOperationSampler(
      { type: 'perOperation', ratio, lowerBound, operations: new Map(Object.entries(operations)) },
      () => time,
      previous,
    );
  const job = { name: 'job', kind: SpanKind.INTERNAL };

  it('gives each operation its ratio, and others the default', () => {
    const sampler = samplerOf({ job: 1, 'other job': 0 }, { ratio: 0.5 });
    expect(countSampled(sampler, 100, job)).toBe(100);
    expect(countSampled(sampler, 100, { name: 'other job' })).toBe(0);
    const share = countSampled(sampler, 4_000, { name: 'third job' });
    expect(share).toBeGreaterThan(1_800);
    expect(share).toBeLessThan(2_200);
  });

  it('knows the operations of requests by method and path: their names come too late', () => {
    const sampler = samplerOf({ 'GET /users/:id': 1, 'GET /users/me': 0, 'POST /files/*': 1, 'GET /': 1, GET: 0 });
    expect(isSampled(sampler, request('/users/7'))).toBe(true);
    expect(isSampled(sampler, request('/users/7/'))).toBe(true);
    expect(isSampled(sampler, request('/users/me'))).toBe(false);
    expect(isSampled(sampler, request('/users/me/'))).toBe(false);
    expect(isSampled(sampler, request('/users/7/posts'))).toBe(false);
    expect(isSampled(sampler, request('/users/7', 'DELETE'))).toBe(false);
    expect(isSampled(sampler, request('/files/a/b', 'POST'))).toBe(true);
    expect(isSampled(sampler, request('/'))).toBe(true);
    expect(isSampled(sampler, { name: 'GET /users/7', kind: SpanKind.CLIENT })).toBe(false);
    expect(isSampled(sampler, { name: 'GET /users/:id', kind: SpanKind.SERVER })).toBe(true);
  });

  it('guarantees each operation its lower bound', () => {
    const sampler = samplerOf({ job: 0 }, { lowerBound: 0.1 });
    let sampled = 0;
    let others = 0;
    for (; time < 60_000; time += 100) {
      sampled += countSampled(sampler, 3, job);
      others += countSampled(sampler, 3, { name: 'other job' });
    }
    expect([sampled, others]).toEqual([6, 6]);
    time += 60_000;
    expect(decide(sampler, job).attributes).toEqual({ 'sampler.type': 'lowerbound', 'sampler.param': 0 });
  });

  it('counts what chance has sampled towards the lower bound', () => {
    const sampler = samplerOf({ job: 0.5 }, { lowerBound: 1 });
    const drawn = { ...job, traceId: '0'.repeat(31) + '1' };
    expect(decide(sampler, drawn).attributes).toEqual({ 'sampler.type': 'probabilistic', 'sampler.param': 0.5 });
    expect(isSampled(sampler, { ...job, traceId: 'f'.repeat(8) + '0'.repeat(24) })).toBe(false);
  });

  it('has no lower bound at 0', () => {
    expect(countSampled(samplerOf({ job: 0 }), 100, job)).toBe(0);
  });

  it('keeps what an operation has saved when its ratio changes', () => {
    const first = samplerOf({ job: 0 }, { lowerBound: 1 });
    expect(countSampled(first, 10, job)).toBe(1);
    expect(countSampled(first, 10, { name: 'met' })).toBe(1);
    const second = samplerOf({ job: 0, met: 0, fresh: 0 }, { lowerBound: 1, ratio: 0.001 }, first);
    expect(countSampled(second, 10, job)).toBe(0);
    expect(countSampled(second, 10, { name: 'met' })).toBe(0);
    expect(countSampled(second, 10, { name: 'fresh' })).toBe(1);
    time += 1_000;
    expect(countSampled(second, 10, job)).toBe(1);
  });

  it('remembers 2000 operations, and gives further ones the default ratio alone', () => {
    const named = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`named ${n}`, 0]));
    const sampler = samplerOf(named, { lowerBound: 1 });
    let sampled = 0;
    for (let n = 0; n < 5_000; n++) sampled += countSampled(sampler, 1, { name: `met ${n}` });
    expect(sampled).toBe(1_500);
    for (let n = 0; n < 500; n++) sampled += countSampled(sampler, 1, { name: `named ${n}` });
    expect(sampled).toBe(2_000);
    const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`named ${n}`, 1]));
    expect(String(samplerOf(many))).toBe('PerOperationSampler{default=0, lowerBound=0, operations=2000}');
  });
});
