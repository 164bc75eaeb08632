import { SCOPE } from '../../context/scope.js';
import { serviceResource, type ServiceDescription } from '../../context/service-resource.js';
import type { ReportFault } from '../../observation/index.js';
import { loadOptional } from '../../packages/optional-package.js';
import type { ResolvedLogging } from '../../options/logging.options.js';
import { DeliveryReport } from '../../sending/delivery-report.js';
import type { LineOutput } from '../destinations/line-output.js';
import type { LogStatistics } from '../log-statistics.js';
import { createLogClient } from './create-log-client.js';
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
  const { LoggerProvider } = await loadOptional(
    '@opentelemetry/sdk-logs',
    'logs over OTLP',
    () => import('@opentelemetry/sdk-logs'),
  );
  const client = await createLogClient(otlp);
  const recorder = new RecordCollector();
  const provider = new LoggerProvider({ resource: serviceResource(service), processors: [recorder] });
  const { name, version, schemaUrl } = SCOPE;
  const logger = provider.getLogger(name, version, { schemaUrl });
  const sender = new OtlpSender(client, recorder, logger);
  const names = { items: 'log lines', where: `the OTLP receiver at ${client.address}` };
  const delivery = new DeliveryReport(names, statistics.delivery('otlp', client.address), report);
  const queue = new LineQueue(sender, { ...otlp, maxQueueBytes }, delivery);
  statistics.watchQueue('otlp', queue);
  return queue;
}
