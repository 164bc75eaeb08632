import { otlpUrl } from '../../context/otlp-url.js';
import { SCOPE } from '../../context/scope.js';
import { serviceResource, type ServiceDescription } from '../../context/service-resource.js';
import type { ReportFault } from '../../observation/index.js';
import { loadOptional } from '../../packages/optional-package.js';
import type { ResolvedLogging } from '../../options/logging.options.js';
import type { LineOutput } from '../destinations/line-output.js';
import { LossReport } from '../destinations/loss-report.js';
import type { LogStatistics } from '../log-statistics.js';
import { LineQueue } from './line-queue.js';
import { OtlpSender, RecordCollector } from './otlp.sender.js';

/** Takes lines in JSON and sends them to an OTLP receiver. */
export async function openOtlp(
  otlp: NonNullable<ResolvedLogging['otlp']>,
  service: ServiceDescription,
  maxQueueBytes: number,
  statistics: LogStatistics,
  report: ReportFault,
): Promise<LineOutput> {
  const [{ LoggerProvider }, { OTLPLogExporter }] = await Promise.all([
    loadOptional('@opentelemetry/sdk-logs', 'logs over OTLP', () => import('@opentelemetry/sdk-logs')),
    loadOptional(
      '@opentelemetry/exporter-logs-otlp-proto',
      'logs over OTLP',
      () => import('@opentelemetry/exporter-logs-otlp-proto'),
    ),
  ]);
  const exporter = new OTLPLogExporter({
    timeoutMillis: otlp.exportTimeoutMs,
    ...(otlp.endpoint === undefined ? {} : { url: otlpUrl(otlp.endpoint, 'logs') }),
    headers: {
      ...(otlp.apiKey === undefined ? {} : { authorization: `Bearer ${otlp.apiKey}` }),
      ...otlp.headers,
    },
  });
  const recorder = new RecordCollector();
  const provider = new LoggerProvider({ resource: serviceResource(service), processors: [recorder] });
  const { name, version, schemaUrl } = SCOPE;
  const logger = provider.getLogger(name, version, { schemaUrl });
  const sender = new OtlpSender(exporter, recorder, logger, otlp.exportTimeoutMs);
  const loss = new LossReport('the OTLP receiver', statistics.counter('otlp'), report);
  return new LineQueue(sender, { ...otlp, maxQueueBytes }, loss);
}
