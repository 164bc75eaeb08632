import { resolveOptions, type TelemetryOptions } from '../../lib/telemetry.options.js';

function samplerOf(env: Record<string, string>, tracing: TelemetryOptions['tracing'] = {}) {
  const { sampler, parentBased } = resolveOptions({ tracing }, env).tracing;
  return { sampler, parentBased };
}

describe('OTEL_TRACES_SAMPLER', () => {
  it.each([
    ['always_on', undefined, 'always', false],
    ['always_off', undefined, 'never', false],
    ['traceidratio', '0.25', { type: 'ratio', ratio: 0.25 }, false],
    ['traceidratio', undefined, { type: 'ratio', ratio: 1 }, false],
    ['traceidratio', '', { type: 'ratio', ratio: 1 }, false],
    ['parentbased_always_on', undefined, 'always', true],
    ['parentbased_always_off', undefined, 'never', true],
    ['parentbased_traceidratio', '0', { type: 'ratio', ratio: 0 }, true],
    ['jaeger_remote', undefined, { type: 'remote' }, false],
    [
      'parentbased_jaeger_remote',
      'endpoint=http://collector:5778/sampling?a=b, pollingIntervalMs=5000 ,initialSamplingRate=0.25',
      { type: 'remote', endpoint: 'http://collector:5778/sampling?a=b', pollIntervalMs: 5_000, initialRatio: 0.25 },
      true,
    ],
    ['', '0.5', 'always', true],
  ])('%s with %s', (name, argument, sampler, parentBased) => {
    const env = { OTEL_TRACES_SAMPLER: name, ...(argument === undefined ? {} : { OTEL_TRACES_SAMPLER_ARG: argument }) };
    expect(samplerOf(env)).toEqual({ sampler, parentBased });
  });

  it.each([
    ['sometimes', '', 'OTEL_TRACES_SAMPLER has the value "sometimes"', 'parentbased_jaeger_remote'],
    ['parentbased_parentbased_always_on', '', 'OTEL_TRACES_SAMPLER', 'no such sampler'],
    ['traceidratio', '2', 'OTEL_TRACES_SAMPLER_ARG has the value "2"', 'from 0 to 1'],
    ['traceidratio', 'half', 'OTEL_TRACES_SAMPLER_ARG', 'from 0 to 1'],
    ['jaeger_remote', 'pollingIntervalMs=soon', 'OTEL_TRACES_SAMPLER_ARG', 'whole number'],
    ['jaeger_remote', 'initialSamplingRate=7', 'OTEL_TRACES_SAMPLER_ARG', 'from 0 to 1'],
    ['jaeger_remote', 'endpoint=collector', 'OTEL_TRACES_SAMPLER_ARG', 'full URL'],
    ['jaeger_remote', 'poolingIntervalMs=5', 'knows no poolingIntervalMs', 'pollingIntervalMs'],
  ])('%s with %j is refused', (name, argument, what, fix) => {
    const env = { OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: argument };
    expect(() => samplerOf(env)).toThrow(what);
    expect(() => samplerOf(env)).toThrow(fix);
  });

  it('gives way to options, with all that it says', () => {
    const env = { OTEL_TRACES_SAMPLER: 'always_off' };
    expect(samplerOf(env, { samplingRatio: 0.5 })).toEqual({
      sampler: { type: 'ratio', ratio: 0.5 },
      parentBased: true,
    });
    expect(samplerOf(env, { sampler: 'always' })).toEqual({ sampler: 'always', parentBased: true });
    expect(samplerOf(env, { parentBased: true })).toEqual({ sampler: 'never', parentBased: true });
  });
});
