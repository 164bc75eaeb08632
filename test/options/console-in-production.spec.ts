import { resolveOptions, type TelemetryOptions } from '../../lib/telemetry.options.js';

type Exporter = NonNullable<TelemetryOptions['tracing']>['exporter'];

function resolved(exporter: Exporter, env: Readonly<Record<string, string>>) {
  const warnings: string[] = [];
  const options = exporter === undefined ? {} : { tracing: { exporter } };
  const { exporters } = resolveOptions(options, env, (what) => warnings.push(what)).tracing;
  return { exporters, warnings };
}

const PRODUCTION = { NODE_ENV: 'production' };
const TWICE = expect.stringContaining("exporter: ['console', 'console']");

describe('the console exporter', () => {
  it.each<[Exporter, Readonly<Record<string, string>>, readonly string[]]>([
    ['console', PRODUCTION, []],
    [['console'], PRODUCTION, []],
    [['console', 'zipkin'], PRODUCTION, ['zipkin']],
    [undefined, { ...PRODUCTION, OTEL_TRACES_EXPORTER: 'console' }, []],
    [undefined, { ...PRODUCTION, OTEL_TRACES_EXPORTER: 'zipkin, CONSOLE,' }, ['zipkin']],
  ])('named once is silent in production, with one warning: %j %j', (exporter, env, exporters) => {
    expect(resolved(exporter, env)).toEqual({ exporters, warnings: [TWICE] });
  });

  it.each<[Exporter, Readonly<Record<string, string>>, readonly string[]]>([
    [['console', 'console'], PRODUCTION, ['console']],
    [['console', 'zipkin', 'console'], PRODUCTION, ['console', 'zipkin']],
    [undefined, { ...PRODUCTION, OTEL_TRACES_EXPORTER: 'console, Console' }, ['console']],
    ['console', { NODE_ENV: 'development' }, ['console']],
    [['console', 'console'], {}, ['console']],
    [undefined, { OTEL_TRACES_EXPORTER: 'console,console' }, ['console']],
  ])('prints, once, and without a warning: %j %j', (exporter, env, exporters) => {
    expect(resolved(exporter, env)).toEqual({ exporters, warnings: [] });
  });

  it('alone may be named twice', () => {
    expect(() => resolved(['zipkin', 'zipkin'], {})).toThrow('It would get every span twice.');
  });
});
