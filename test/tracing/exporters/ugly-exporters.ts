import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

type Done = (result: ExportResult) => void;

const quiet = { shutdown: () => Promise.resolve() };

/** Exporters that do everything that an exporter must not do, by what they do. None of them exports a span. */
export const UGLY_EXPORTERS: Readonly<Record<string, () => SpanExporter>> = {
  'throws from export': () => ({
    ...quiet,
    export: () => {
      throw new Error('ugly');
    },
  }),
  'rejects from export': () => ({
    ...quiet,
    export: (() => Promise.reject(new Error('ugly'))) as unknown as SpanExporter['export'],
  }),
  'never calls back': () => ({ ...quiet, export: () => undefined }),
  'fails without a reason': () => ({
    ...quiet,
    export: (_: ReadableSpan[], done: Done) => done({ code: ExportResultCode.FAILED }),
  }),
  'calls back with nothing': () => ({
    ...quiet,
    export: (_: ReadableSpan[], done: Done) => (done as () => void)(),
  }),
  'calls back twice, with a failure first': () => ({
    ...quiet,
    export: (_: ReadableSpan[], done: Done) => {
      done({ code: ExportResultCode.FAILED, error: new Error('ugly') });
      done({ code: ExportResultCode.SUCCESS });
    },
  }),
  'rejects from export and from shutdown': () => ({
    export: (() => Promise.reject(new Error('ugly'))) as unknown as SpanExporter['export'],
    shutdown: () => Promise.reject(new Error('ugly')),
  }),
  'fails and throws from shutdown': () => ({
    export: (_: ReadableSpan[], done: Done) => done({ code: ExportResultCode.FAILED, error: new Error('ugly') }),
    shutdown: () => {
      throw new Error('ugly');
    },
  }),
  'fails and never shuts down': () => ({
    export: (_: ReadableSpan[], done: Done) => done({ code: ExportResultCode.FAILED, error: new Error('ugly') }),
    shutdown: () => new Promise<void>(() => undefined),
  }),
  'never calls back and never shuts down': () => ({
    export: () => undefined,
    shutdown: () => new Promise<void>(() => undefined),
  }),
};
