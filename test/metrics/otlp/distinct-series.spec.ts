import { METRIC_FAMILIES } from '../../../lib/conventions/index.js';
import { SEMCONV_FAMILIES } from '../../../lib/conventions/metrics/metric-families.js';
import type { MetricFamily } from '../../../lib/conventions/metrics/metric-families.js';
import { semconvNames } from '../../../lib/metrics/otlp/semconv-names.js';

/** Values that one label may have: a method of a service, a status. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  service: ['shop.Orders', 'shop.Users'],
  method: ['Find', 'Take'],
  status_code: ['200', '503'],
  http_response_status_code: ['200', '503'],
  error: ['true', 'false'],
};

function combinations(names: readonly string[]): Record<string, string>[] {
  const [name, ...others] = names;
  if (name === undefined) return [{}];
  const [one, two] = VALUES[name] ?? [`${name} one`, `${name} two`];
  return combinations(others).flatMap((rest) => [
    { [name]: one as string, ...rest },
    { [name]: two as string, ...rest },
  ]);
}

describe.each([
  ['prometheus', METRIC_FAMILIES],
  ['semconv', SEMCONV_FAMILIES],
] as const)('series over OTLP with the naming %s', (_naming, families) => {
  it.each((families as readonly MetricFamily[]).map((family) => [family.kind, family] as const))(
    'have attributes that tell them apart: %s',
    (_kind, family) => {
      const { attributes } = semconvNames([family]).get(family.duration.name) ?? {};
      const series = combinations([...Object.keys(family.labels), ...Object.keys(family.resultLabels)]);
      const distinct = new Set(
        series.map((labels) => JSON.stringify(Object.entries(attributes?.(labels) ?? {}).toSorted())),
      );
      expect(distinct.size).toBe(series.length);
    },
  );

  it('say the whole name of a remote procedure, and its system', () => {
    const family = (families as readonly MetricFamily[]).find(({ kind }) => kind === 'rpc.server') as MetricFamily;
    const labels =
      'service' in family.labels
        ? { service: 'shop.Orders', method: 'Find' }
        : { rpc_system_name: 'grpc', rpc_method: 'shop.Orders/Find' };
    expect(semconvNames([family]).get(family.duration.name)?.attributes(labels)).toEqual({
      'rpc.system.name': 'grpc',
      'rpc.method': 'shop.Orders/Find',
    });
  });
});
