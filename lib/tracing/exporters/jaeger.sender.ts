import type { JaegerExporterOptions } from '../../options/exporter.options.js';
import type { ResolvedTracing } from '../../options/tracing.options.js';
import { otlpSender } from './otlp.sender.js';
import type { SpanSender } from './span-sender.js';

/** A Jaeger collector receives OTLP. Its address is never that of `tracing` or of the environment. */
export function jaegerSender(option: JaegerExporterOptions, tracing: ResolvedTracing): Promise<SpanSender> {
  const { collectorHost = 'localhost', collectorPort = 4318 } = option;
  const host = collectorHost.includes(':') ? `[${collectorHost}]` : collectorHost;
  return otlpSender({ type: 'otlp', protocol: 'http/protobuf', endpoint: `http://${host}:${collectorPort}` }, tracing);
}
