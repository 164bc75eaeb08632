import type { Logger } from '@opentelemetry/api';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ItemSender } from '../../sending/item-sender.js';
import type { OtlpClient } from '../../sending/otlp-client.js';
import type { SendOutcome } from '../../sending/send-outcome.js';
import { logRecordOf } from './log-record.js';

/** Makes lines into records of the log SDK and sends them, which is done here, once a batch, and not where a line is written. */
export class OtlpSender implements ItemSender<string> {
  constructor(
    private readonly client: OtlpClient<ReadableLogRecord[]>,
    private readonly recorder: RecordCollector,
    private readonly logger: Logger,
  ) {}

  get address(): string {
    return this.client.address;
  }

  async send(lines: readonly string[]): Promise<SendOutcome> {
    try {
      return await this.client.send(this.recordsOf(lines));
    } catch (error) {
      return { kind: 'lost', reason: 'failed', error };
    }
  }

  closeBy(deadline: AbortSignal): void {
    this.client.closeBy(deadline);
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private recordsOf(lines: readonly string[]): ReadableLogRecord[] {
    for (const line of lines) this.logger.emit(logRecordOf(line));
    return this.recorder.take();
  }
}

/** The processor at the end of the SDK's pipeline, which has finished records. */
export class RecordCollector {
  private records: ReadableLogRecord[] = [];

  onEmit(record: ReadableLogRecord): void {
    this.records.push(record);
  }

  take(): ReadableLogRecord[] {
    const { records } = this;
    this.records = [];
    return records;
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
