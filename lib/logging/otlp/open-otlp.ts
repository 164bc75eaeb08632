import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { serviceResource, type ServiceDescription } from '../../context/service-resource.js';
import type { ReportFault } from '../../observation/index.js';
import { loadOptional } from '../../optional-package.js';
import type { ResolvedLogging } from '../../options/logging.options.js';
import { otlpHttpExporter, type OtlpSignal } from '../../sending/otlp-http.exporter.js';
import type { LineOutput } from '../destinations/line-output.js';
import { LossReport } from '../destinations/loss-report.js';
import type { LogStatistics } from '../log-statistics.js';
import { LineQueue } from './line-queue.js';
import { OtlpSender, RecordCollector } from './otlp.sender.js';

const LOGS: OtlpSignal<ReadableLogRecord[], unknown> = {
  variable: 'LOGS',
  path: '/v1/logs',
  serializer: ({ ProtobufLogsSerializer }) => ProtobufLogsSerializer,
  helper: ({ LogsExporterMetricsHelper }) => LogsExporterMetricsHelper,
};
const SCOPE = 'nestjs-telemetry';

/** Takes lines in JSON and sends them to an OTLP receiver. */
export async function openOtlp(
  otlp: NonNullable<ResolvedLogging['otlp']>,
  service: ServiceDescription,
  statistics: LogStatistics,
  report: ReportFault,
): Promise<LineOutput> {
  const { LoggerProvider } = await loadOptional(
    '@opentelemetry/sdk-logs',
    'logs over OTLP',
    () => import('@opentelemetry/sdk-logs'),
  );
  const { exporter, sender: transport } = await otlpHttpExporter(LOGS, {
    timeoutMillis: otlp.exportTimeoutMs,
    endpoint: otlp.endpoint,
    headers: {
      ...(otlp.apiKey === undefined ? {} : { authorization: `Bearer ${otlp.apiKey}` }),
      ...otlp.headers,
    },
  });
  const recorder = new RecordCollector();
  const provider = new LoggerProvider({ resource: serviceResource(service), processors: [recorder] });
  const sender = new OtlpSender(exporter, transport, recorder, provider.getLogger(SCOPE), otlp.exportTimeoutMs);
  return new LineQueue(
    sender,
    otlp,
    new LossReport('the OTLP receiver', statistics.counter('otlp', transport.address), report),
  );
}
