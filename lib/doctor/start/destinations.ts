import type { ResolvedOptions } from '../../telemetry.options.js';

/** Where one sort of telemetry goes, by name. */
export interface Destination {
  /** `otlp`, `stdout`, `file` … */
  readonly name: string;
  /** Without credentials. */
  readonly address?: string | undefined;
}

/** Where traces, metrics and lines go. */
export interface Destinations {
  readonly traces: readonly string[];
  readonly metrics: readonly string[];
  readonly logs: readonly string[];
}

export interface ServerState {
  readonly port?: number | undefined;
}

/** What a running application knows of its destinations. */
export interface DestinationSources {
  readonly options: Pick<ResolvedOptions, 'tracing' | 'metrics' | 'logging'>;
  /** Those that spans are sent to by telemetry itself. */
  exporters(): readonly Destination[];
  /** Those that metrics are pushed to. */
  pushes(): readonly Destination[];
  /** Where lines are sent beyond this machine. */
  lines(): readonly Destination[];
  /** The server that the application's port belongs to. Without a port while it does not listen. */
  readonly server: ServerState | undefined;
  /** The separate port of metrics, if there is one. */
  metricsPort(): number | undefined;
  /** True if the application had registered an OpenTelemetry provider itself. */
  readonly adopted: boolean;
}

/** Where the telemetry of a running application goes, as people read it. */
export function destinationsOf(sources: DestinationSources): Destinations {
  return { traces: traces(sources), metrics: metrics(sources), logs: logs(sources) };
}

function traces({ options: { tracing }, exporters, adopted }: DestinationSources): string[] {
  if (tracing.disabled) return [];
  if (tracing.configFile !== undefined) return ['NodeSDK (OTEL_CONFIG_FILE)'];
  if (tracing.sdk !== undefined) return ['NodeSDK (tracing.sdk)'];
  return adopted ? ["the application's OpenTelemetry provider"] : exporters().map(named);
}

function metrics(sources: DestinationSources): string[] {
  return [...served(sources), ...sources.pushes().map(named)];
}

function served({ options, server, metricsPort }: DestinationSources): string[] {
  const { endpoint } = options.metrics;
  if (endpoint === false) return [];
  const port = metricsPort();
  if (port !== undefined) return [`:${port}${endpoint.path}`];
  if (server === undefined) return [];
  return [server.port === undefined ? endpoint.path : `:${server.port}${endpoint.path}`];
}

function logs({ options: { logging }, lines }: DestinationSources): string[] {
  const { output, file, destination, format } = logging;
  return [
    ...(output === 'file' ? [] : [`${destination === undefined ? 'stdout' : "the application's stream"} (${format})`]),
    ...(output === 'stdout' || file === undefined ? [] : [`file ${file.path}`]),
    ...lines().map(named),
  ];
}

function named({ name, address }: Destination): string {
  return address === undefined ? name : `${name} ${address}`;
}
