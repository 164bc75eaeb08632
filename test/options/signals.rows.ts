import { runIn } from './environment-application.js';
import { otlp } from './environment-receivers.js';
import type { RowTest } from './environment-table.js';

/** Whether the signal beside spans arrives in this environment, and with these options. */
async function arrives(
  signal: 'metrics' | 'logs',
  variables: Record<string, string>,
  options: object = {},
): Promise<boolean> {
  const before = otlp.others.length;
  await runIn({ OTEL_EXPORTER_OTLP_ENDPOINT: otlp.endpoint, ...variables }, options);
  return otlp.others.slice(before).includes(`/v1/${signal}`);
}

function row(signal: 'metrics' | 'logs', other: string, on: object, off: object): RowTest {
  const variable = `OTEL_${signal.toUpperCase()}_EXPORTER`;
  return {
    winners: [signal === 'logs' ? 'logging.otlp' : 'metrics.otlp'],
    test: async () => {
      expect(await arrives(signal, { [variable]: 'otlp' })).toBe(true);
      expect(await arrives(signal, { [variable]: '' })).toBe(true);
      for (const value of ['none', other]) expect(await arrives(signal, { [variable]: value })).toBe(false);
      expect(await arrives(signal, { [variable]: 'none' }, on)).toBe(true);
      expect(await arrives(signal, { [variable]: 'otlp' }, off)).toBe(false);
      expect(await arrives(signal, { [variable]: 'otlp', OTEL_SDK_DISABLED: 'true' }, on)).toBe(false);
    },
  };
}

/** Which signals are sent besides spans. */
export const SIGNAL_ROWS: Readonly<Record<string, RowTest>> = {
  OTEL_METRICS_EXPORTER: row('metrics', 'prometheus', { metrics: { otlp: true } }, { metrics: { otlp: false } }),
  OTEL_LOGS_EXPORTER: row('logs', 'console', { logging: { otlp: true } }, { logging: { otlp: false } }),
};
