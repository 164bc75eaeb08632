import type { ReportedSpan, SpanReporter } from 'nestjs-telemetry';

/** Sends each span to the process that started this one, which draws those of all; undefined when nobody did. */
export function parentReporter(): SpanReporter | undefined {
  if (process.send === undefined) return undefined;
  return {
    report: (span: ReportedSpan) => {
      if (process.connected) process.send?.({ span } satisfies FromService);
    },
    close: () => undefined,
  };
}

/** What a service says to the process that started it. */
export type FromService = { readonly span: ReportedSpan } | { readonly ready: true };
