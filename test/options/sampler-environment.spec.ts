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
    ['sometimes', 'OTEL_TRACES_SAMPLER has the value "sometimes"', 'parentbased_jaeger_remote'],
    ['parentbased_parentbased_always_on', 'OTEL_TRACES_SAMPLER', 'no such sampler'],
    ['always-on', 'OTEL_TRACES_SAMPLER', 'Did you mean always_on?'],
  ])('%s is refused', (name, what, fix) => {
    expect(() => samplerOf({ OTEL_TRACES_SAMPLER: name })).toThrow(what);
    expect(() => samplerOf({ OTEL_TRACES_SAMPLER: name })).toThrow(fix);
  });

  it.each([
    ['traceidratio', 'abc'],
    ['traceidratio', '2'],
    ['traceidratio', '10%'],
    ['traceidratio', '-1'],
    ['traceidratio', '0,5'],
    ['traceidratio', '1e400'],
    ['traceidratio', 'NaN'],
    ['jaeger_remote', 'pollingIntervalMs=soon'],
    ['jaeger_remote', 'pollingIntervalMs=3000000000'],
    ['jaeger_remote', 'initialSamplingRate=7'],
    ['jaeger_remote', 'initialSamplingRate='],
    ['jaeger_remote', 'endpoint=collector'],
    ['jaeger_remote', 'endpoint=http://me:secret@collector'],
    ['jaeger_remote', 'poolingIntervalMs=5'],
    ['jaeger_remote', '0.5'],
  ])('%s with the argument %j has its default, and a warning says so', (name, argument) => {
    const warnings: string[] = [];
    const env = { OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: argument };
    const { sampler } = resolveOptions({}, env, (what) => warnings.push(what)).tracing;
    expect(sampler).toEqual(name === 'jaeger_remote' ? { type: 'remote' } : { type: 'ratio', ratio: 1 });
    expect(warnings).toEqual([
      expect.stringMatching(/^OTEL_TRACES_SAMPLER_ARG has the value "[^"]*", which is ignored/),
    ]);
    expect(warnings.join('')).not.toContain('secret');
  });

  it.each([' traceidratio ', 'TraceIdRatio', 'traceidratio\n'])(
    '%j is the name with blanks and in any case',
    (name) => {
      const env = { OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: ' 0.5 ' };
      expect(samplerOf(env)).toEqual({ sampler: { type: 'ratio', ratio: 0.5 }, parentBased: false });
    },
  );

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
