import { urlProblem } from './checks/addresses.js';
import type { EnvironmentReader } from './environment.js';
import { OTLP_PROTOCOLS, type OtlpProtocol } from './names.js';

type Signal = 'TRACES' | 'METRICS' | 'LOGS';

const COMPRESSIONS = ['gzip', 'none'] as const;

/** The OTLP variables of one signal, and those for all signals. */
export function otlpEndpointVariables(signal: Signal): readonly [string, string] {
  return [`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`, 'OTEL_EXPORTER_OTLP_ENDPOINT'];
}

/** @throws Refusal if the protocol is unknown. */
export function otlpProtocol(environment: EnvironmentReader): OtlpProtocol | undefined {
  const given = environment.first('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL');
  return given && environment.name(given.name, OTLP_PROTOCOLS, 'There is no such protocol.');
}

/** The time limit of one export of spans. */
export function otlpTimeoutMs(environment: EnvironmentReader): number | undefined {
  return (
    environment.count('OTEL_EXPORTER_OTLP_TRACES_TIMEOUT', 'time') ??
    environment.count('OTEL_EXPORTER_OTLP_TIMEOUT', 'time')
  );
}

/** Warns about a compression that the SDK's exporters do not support. */
export function checkOtlpCompression(environment: EnvironmentReader): void {
  environment.names('OTEL_EXPORTER_OTLP_TRACES_COMPRESSION', COMPRESSIONS, 'ignore');
  environment.names('OTEL_EXPORTER_OTLP_COMPRESSION', COMPRESSIONS, 'ignore');
}

/**
 * Checks the address of a signal when the options give none. Only gRPC accepts addresses without a scheme.
 *
 * @throws Refusal if the address is unusable.
 */
export function checkOtlpEndpoint(environment: EnvironmentReader, signal: Signal, protocol: OtlpProtocol): void {
  const given = environment.first(...otlpEndpointVariables(signal));
  if (given === undefined) return;
  const { name, value } = given;
  if (protocol === 'grpc' && /^[^\s/@]+:\d{1,5}$/.test(value)) return;
  const problem = urlProblem(value);
  if (problem !== undefined) environment.refuse(name, problem);
}
