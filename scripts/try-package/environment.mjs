import { startOtlpReceiver } from './otlp-receiver.mjs';
import { run } from '../packed/processes.mjs';
import { compiledApplication } from './compiled-application.mjs';

const ALL = ['spans', 'metrics', 'lines'];
/** Which signals go to the receiver whose address is in OTEL_EXPORTER_OTLP_ENDPOINT. */
const ROWS = [
  ['the endpoint alone', {}, ALL],
  ['OTEL_METRICS_EXPORTER=none', { OTEL_METRICS_EXPORTER: 'none' }, ['spans', 'lines']],
  ['OTEL_LOGS_EXPORTER=none', { OTEL_LOGS_EXPORTER: 'none' }, ['spans', 'metrics']],
  ['OTEL_TRACES_EXPORTER=none', { OTEL_TRACES_EXPORTER: 'none' }, ['metrics', 'lines']],
  ['prometheus, console', { OTEL_METRICS_EXPORTER: 'prometheus', OTEL_LOGS_EXPORTER: 'console' }, ['spans']],
  ['lists with otlp', { OTEL_METRICS_EXPORTER: 'prometheus,otlp', OTEL_LOGS_EXPORTER: 'otlp, console' }, ALL],
  ['OTEL_TRACES_EXPORTER=otlp,console', { OTEL_TRACES_EXPORTER: 'otlp,console' }, ALL],
  ['OTEL_SDK_DISABLED=true', { OTEL_SDK_DISABLED: 'true' }, []],
];

export function environmentRows(tarball) {
  return ROWS.map(([what, env, expected]) => ({
    name: `environment, ${what}: OTLP gets ${expected.join(', ') || 'nothing'}`,
    run: async () => {
      const cwd = await compiledApplication('^12.0.0', 'ESM', tarball);
      const { endpoint, received, close } = await startOtlpReceiver();
      const { said } = await run(process.execPath, ['out/main.js', 'express'], {
        cwd,
        env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...env },
      }).finally(close);
      const got = ALL.filter((signal) => (received[signal].size ?? received[signal].length) > 0);
      if (got.join() !== expected.join()) throw new Error(`It got [${got}]. The application said:\n${said}`);
      // Lines are written, and metrics are served, wherever else they go.
      if (!said.includes('"message":"Greeted"') || !said.includes('"own":true')) throw new Error(said);
    },
  }));
}
