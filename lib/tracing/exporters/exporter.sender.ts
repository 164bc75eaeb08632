import { context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, suppressTracing } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { isPassingGrpcStatus } from '../../sending/grpc-status.js';
import { codeOf, isPassingStatus, isUnreached } from '../../sending/passing-failure.js';
import type { SendOutcome } from '../../sending/send-outcome.js';
import { atDeadline } from '../../sending/sender.js';
import type { SpanSender } from './span-sender.js';

type Settle = (outcome: SendOutcome) => void;

/** gRPC's statuses are smaller than those of HTTP. */
const FIRST_HTTP_STATUS = 100;

/** Some spans of a batch were lost, and the others not. Its cause is what happened to the first of them. */
export class PartialFailure extends Error {
  constructor(
    readonly lost: number,
    cause: unknown,
  ) {
    super(`${lost} spans were lost`, { cause });
  }
}

/**
 * Sends by an exporter of the application's, and keeps its misbehaviour to itself: each export has exactly one outcome,
 * within its time, whatever the exporter throws, rejects, forgets or repeats.
 */
export class ExporterSender implements SpanSender {
  private readonly pending = new Set<Settle>();

  constructor(
    private readonly exporter: SpanExporter,
    private readonly timeoutMs: number,
  ) {}

  send(spans: ReadableSpan[]): Promise<SendOutcome> {
    return new Promise((resolve) => {
      const settle: Settle = (outcome) => {
        if (!this.pending.delete(settle)) return;
        clearTimeout(timer);
        resolve(outcome);
      };
      this.pending.add(settle);
      const late = (): void => settle(failure(new Error(`no answer within ${this.timeoutMs} ms`)));
      const timer = setTimeout(late, this.timeoutMs).unref();
      attempt(
        () => this.exporter.export(spans, (result) => settle(outcomeOf(result))),
        (error) => settle(failure(error)),
      );
    });
  }

  async flush(): Promise<void> {
    await this.exporter.forceFlush?.();
  }

  closeBy(deadline: AbortSignal): void {
    atDeadline(deadline, () => this.abandon());
  }

  async close(): Promise<void> {
    this.abandon();
    await this.exporter.shutdown();
  }

  /** Gives up what has no outcome yet. */
  private abandon(): void {
    for (const settle of this.pending) settle(failure(new Error('the application shut down')));
  }
}

/** The interface has `fn` return nothing; people implement it as an async function all the same. */
function attempt(fn: () => unknown, onError: (error: unknown) => void): void {
  try {
    // An export is no call of the application's.
    Promise.resolve(contextApi.with(suppressTracing(ROOT_CONTEXT), fn)).catch(onError);
  } catch (error) {
    onError(error);
  }
}

function outcomeOf(result: ExportResult | undefined): SendOutcome {
  if (result?.code === ExportResultCode.SUCCESS) return { kind: 'sent' };
  return failure(result?.error ?? new Error('the exporter gave no reason'));
}

/** OpenTelemetry's exporters put the status of the answer, or the code of the network's error, into `code`. */
function failure(error: unknown): SendOutcome {
  if (error instanceof PartialFailure) return { kind: 'lost', reason: 'failed', error: error.cause, items: error.lost };
  const code = codeOf(error);
  const isPassing =
    typeof code === 'number'
      ? code >= FIRST_HTTP_STATUS
        ? isPassingStatus(code)
        : isPassingGrpcStatus(code)
      : isUnreached(code);
  return isPassing ? { kind: 'failed', error } : { kind: 'lost', reason: 'failed', error };
}
