import { serviceResource, type ServiceDescription } from '../../resource/service-resource.js';
import type { ReportFault } from '../../observation/index.js';
import type { ResolvedLogging } from '../../options/logging.options.js';
import { DeliveryReport } from '../../sending/delivery-report.js';
import { HeldSender } from '../../sending/held.sender.js';
import { otlpAttributes } from '../../sending/otlp-attributes.js';
import type { LineHolder } from '../destinations/line-output.js';
import type { LogLine } from '../line/log-line.js';
import type { LogStatistics } from '../log-statistics.js';
import { createLogClient } from './create-log-client.js';
import { type EncodedRecord, JSON_LOGS, PROTOBUF_LOGS } from './log-encoding.js';
import { LineQueue } from './line-queue.js';
import { logRecordOf } from './log-record.js';
import { OtlpSender } from './otlp.sender.js';

/** Takes lines, and sends them to an OTLP receiver. */
export interface OtlpLines {
  readonly queue: LineHolder;
  record(line: LogLine): void;
}

export async function openOtlp(
  otlp: NonNullable<ResolvedLogging['otlp']>,
  service: ServiceDescription,
  maxQueueBytes: number,
  statistics: LogStatistics,
  report: ReportFault,
): Promise<OtlpLines> {
  const resource = serviceResource(service, report);
  const client = await createLogClient(otlp, () => otlpAttributes(resource.attributes));
  const sender = new HeldSender(new OtlpSender(client), resource.waitForAsyncAttributes());
  const names = { items: 'log lines', where: `the OTLP receiver at ${client.address}` };
  const delivery = new DeliveryReport(names, statistics.delivery('otlp', client.address), report);
  const queue = new LineQueue<EncodedRecord>(sender, { ...otlp, maxQueueBytes }, delivery);
  statistics.watchQueue('otlp', queue);
  const encoding = otlp.protocol === 'http/json' ? JSON_LOGS : PROTOBUF_LOGS;
  return { queue, record: (line) => queue.write(encoding.record(logRecordOf(line))) };
}
