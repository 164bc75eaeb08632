import type { JaegerExporterOptions } from '../../options/exporter.options.js';
import type { ResolvedTracing } from '../../options/tracing.options.js';
import { otlpExporter, type SendingExporter } from './otlp.exporter.js';

/** A Jaeger collector receives OTLP. Its address is never that of `tracing` or of the environment. */
export function jaegerExporter(option: JaegerExporterOptions, tracing: ResolvedTracing): Promise<SendingExporter> {
  const { collectorHost = 'localhost', collectorPort = 4318 } = option;
  const host = collectorHost.includes(':') ? `[${collectorHost}]` : collectorHost;
  return otlpExporter(
    { type: 'otlp', protocol: 'http/protobuf', endpoint: `http://${host}:${collectorPort}` },
    tracing,
  );
}
