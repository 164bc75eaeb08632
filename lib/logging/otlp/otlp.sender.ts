import { context as contextApi, type Logger, ROOT_CONTEXT } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, suppressTracing } from '@opentelemetry/core';
import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { Sender } from '../../sending/sender.js';
import type { LineSender, SendOutcome } from './line-queue.js';
import { logRecordOf } from './log-record.js';

/** What an exporter is given beyond its own timeout. */
const GRACE_MS = 1_000;

/** Makes lines into records of the log SDK and exports them, which is done here, once a batch, and not where a line is written. */
export class OtlpSender implements LineSender {
  constructor(
    private readonly exporter: Pick<LogRecordExporter, 'export' | 'shutdown'>,
    private readonly transport: Sender,
    private readonly recorder: RecordCollector,
    private readonly logger: Logger,
    private readonly timeoutMs: number,
  ) {}

  send(lines: readonly string[]): Promise<SendOutcome> {
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => resolve({ kind: 'failed', error: new Error(`no answer within ${this.timeoutMs} ms`) }),
        this.timeoutMs + GRACE_MS,
      ).unref();
      const done = (result: ExportResult): void => {
        clearTimeout(timer);
        resolve(outcomeOf(result));
      };
      try {
        // An export is no call of the application's, and belongs to no request that happens to run.
        contextApi.with(suppressTracing(ROOT_CONTEXT), () => this.exporter.export(this.recordsOf(lines), done));
      } catch (error) {
        done({ code: ExportResultCode.FAILED, error: error as Error });
      }
    });
  }

  closeBy(deadline: AbortSignal): void {
    this.transport.closeBy(deadline);
  }

  async close(): Promise<void> {
    try {
      await this.exporter.shutdown();
    } catch {
      // Its exports have results already.
    }
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

function outcomeOf({ code, error }: ExportResult): SendOutcome {
  if (code === ExportResultCode.SUCCESS) return { kind: 'sent' };
  return { kind: isRefusal(error) ? 'rejected' : 'failed', error };
}

/** OTLP has the client drop what a receiver refuses for what it is; 408 and 429 only ask for patience. */
function isRefusal(error: Error | undefined): boolean {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'number' && code >= 400 && code < 500 && code !== 408 && code !== 429;
}
