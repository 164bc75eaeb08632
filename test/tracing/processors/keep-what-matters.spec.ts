import { AlwaysOffSampler, NoopSpanProcessor } from '@opentelemetry/sdk-trace';
import { KeepProcessor } from '../../../lib/tracing/processors/keep.processor.js';
import { KeepStatistics } from '../../../lib/tracing/processors/keep-statistics.js';
import { keepWhatMatters } from '../../../lib/tracing/processors/keep-what-matters.js';
import { resolveOptions } from '../../../lib/telemetry.options.js';
import type { KeepOptions } from '../../../lib/options/keep.options.js';

function path() {
  return { sampler: new AlwaysOffSampler(), spanProcessors: [new NoopSpanProcessor()] };
}

function install(keep: KeepOptions | undefined, before = path()) {
  const { tracing } = resolveOptions({ tracing: keep === undefined ? {} : { keep } }, {});
  return keepWhatMatters(before, tracing.keep, new KeepStatistics(), () => undefined);
}

describe('tracing.keep', () => {
  it.each([{}, { errors: false, slowerThanMs: 100 }, { maxTraces: 1 }])('%j is put before the processors', (keep) => {
    const before = path();
    const after = install(keep, before);
    expect(after.sampler).not.toBe(before.sampler);
    expect(after.spanProcessors).toEqual([expect.any(KeepProcessor)]);
  });

  it.each([undefined, { errors: false }])('%j changes nothing', (keep) => {
    const before = path();
    expect(install(keep, before)).toBe(before);
  });

  it('records nothing when nothing is exported', () => {
    const before = { ...path(), spanProcessors: [] };
    expect(install({}, before)).toBe(before);
  });

  it('takes an undefined option for an absent one', () => {
    const undefinedOptions = { errors: undefined, maxSpans: undefined, maxAgeMs: undefined } as unknown as KeepOptions;
    expect(resolveOptions({ tracing: { keep: undefinedOptions } }, {}).tracing.keep).toEqual(
      resolveOptions({ tracing: { keep: {} } }, {}).tracing.keep,
    );
  });
});
