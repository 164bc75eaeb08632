import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { ReportFault } from '../../observation/index.js';
import type { ExporterCounter } from '../export-statistics.js';
import { isError } from '../../conventions/errors/is-error.js';

type Done = (result: ExportResult) => void;

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
 * Keeps the misbehaviour of an exporter to itself: each export has exactly one result, within its time, whatever the
 * exporter throws, rejects, forgets or repeats. Results are counted, failures reported.
 */
export class GuardedExporter implements SpanExporter {
  private readonly pending = new Set<Done>();
  private idle: (() => void)[] = [];
  private ending: Promise<void> | undefined;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly counter: ExporterCounter,
    private readonly timeoutMs: number,
    private readonly report: ReportFault,
    private readonly onSettled: (spans: readonly ReadableSpan[]) => void = () => undefined,
  ) {}

  export(spans: ReadableSpan[], done: Done): void {
    let timer: NodeJS.Timeout | undefined;
    const settle = (result: ExportResult): void => {
      if (!this.pending.delete(settle)) return;
      clearTimeout(timer);
      this.count(spans.length, result);
      this.onSettled(spans);
      done(result);
      if (this.pending.size === 0) for (const resume of this.idle.splice(0)) resume();
    };
    this.pending.add(settle);
    attempt(
      () => this.exporter.export(spans, (result) => settle(sound(result))),
      (error) => settle(failure(error)),
    );
    if (!this.pending.has(settle)) return;
    timer = setTimeout(() => settle(failure(new Error(`no answer within ${this.timeoutMs} ms`))), this.timeoutMs);
    timer.unref();
  }

  async forceFlush(): Promise<void> {
    await this.settled();
    await this.exporter.forceFlush?.();
  }

  /** Ends the exporter when its exports have results; once, and without ever rejecting. */
  shutdown(): Promise<void> {
    this.ending ??= this.settled().then(() => this.end());
    return this.ending;
  }

  /** Gives up what has no result yet. */
  abandon(why: string): void {
    for (const settle of this.pending) settle(failure(new Error(why)));
  }

  private async end(): Promise<void> {
    try {
      await this.exporter.shutdown();
    } catch (error) {
      this.report(`The exporter ${this.counter.exporter} failed to shut down`, error);
    }
  }

  private settled(): Promise<void> {
    return this.pending.size === 0 ? Promise.resolve() : new Promise((resolve) => this.idle.push(resolve));
  }

  private count(spans: number, { code, error }: ExportResult): void {
    const partial = error instanceof PartialFailure;
    const failed = code === ExportResultCode.SUCCESS ? 0 : partial ? error.lost : spans;
    this.counter.exported += spans - failed;
    this.counter.failed += failed;
    if (failed > 0) {
      this.report(`The exporter ${this.counter.exporter} lost spans`, partial ? error.cause : error);
    }
  }
}

/** The interface has `fn` return nothing; people implement it as an async function all the same. */
function attempt(fn: () => unknown, onError: (error: unknown) => void): void {
  try {
    Promise.resolve(fn()).catch(onError);
  } catch (error) {
    onError(error);
  }
}

/** A failure without an error counts as success in the SDK. */
function sound(result: ExportResult | undefined): ExportResult {
  if (result?.code === ExportResultCode.SUCCESS) return { code: ExportResultCode.SUCCESS };
  return failure(result?.error ?? new Error('the exporter gave no reason'));
}

function failure(error: unknown): ExportResult {
  return { code: ExportResultCode.FAILED, error: isError(error) ? error : new Error(String(error)) };
}
