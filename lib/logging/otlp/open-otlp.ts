import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { SCOPE } from '../../context/scope.js';
import { serviceResource, type ServiceDescription } from '../../context/service-resource.js';
import type { ReportFault } from '../../observation/index.js';
import { loadOptional } from '../../packages/optional-package.js';
import type { ResolvedLogging } from '../../options/logging.options.js';
import { otlpHttpExporter } from '../../sending/otlp-http.exporter.js';
import type { OtlpSignal } from '../../sending/otlp-signal.js';
import type { LineOutput } from '../destinations/line-output.js';
import { LossReport } from '../destinations/loss-report.js';
import type { LogStatistics } from '../log-statistics.js';
import { LineQueue } from './line-queue.js';
import { OtlpSender, RecordCollector } from './otlp.sender.js';

const LOGS: OtlpSignal<ReadableLogRecord[], unknown> = {
  name: 'logs',
  grpcMethod: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  serializer: ({ ProtobufLogsSerializer }) => ProtobufLogsSerializer,
  helper: ({ LogsExporterMetricsHelper }) => LogsExporterMetricsHelper,
};

/** Takes lines in JSON and sends them to an OTLP receiver. */
export async function openOtlp(
  otlp: NonNullable<ResolvedLogging['otlp']>,
  service: ServiceDescription,
  maxQueueBytes: number,
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
  const { name, version, schemaUrl } = SCOPE;
  const logger = provider.getLogger(name, version, { schemaUrl });
  const sender = new OtlpSender(exporter, transport, recorder, logger, otlp.exportTimeoutMs);
  const loss = new LossReport('the OTLP receiver', statistics.counter('otlp', transport.address), report);
  return new LineQueue(sender, { ...otlp, maxQueueBytes }, loss);
}
