import { readFileSync } from 'node:fs';
import { urlProblem } from './checks/addresses.js';
import type { EnvironmentReader } from './environment.js';
import { OTLP_PROTOCOLS, type OtlpProtocol } from './names.js';

type Signal = 'TRACES' | 'METRICS' | 'LOGS';

const COMPRESSIONS = ['gzip', 'none'] as const;
const FILES = ['CERTIFICATE', 'CLIENT_CERTIFICATE', 'CLIENT_KEY'] as const;
/** Metrics are served for Prometheus, and lines are on stdout, whatever the environment names. */
const EXPORTERS = { METRICS: ['otlp', 'prometheus'], LOGS: ['otlp', 'console'] } as const;

/** The OTLP variables of one signal, and those for all signals. */
export function otlpEndpointVariables(signal: Signal): readonly [string, string] {
  return ofSignal(signal, 'ENDPOINT');
}

/**
 * The protocol of one signal when its options name none.
 *
 * @throws Refusal if the protocol is unknown.
 */
export function otlpProtocol(environment: EnvironmentReader, signal: Signal): OtlpProtocol {
  const given = environment.first(...ofSignal(signal, 'PROTOCOL'));
  if (given === undefined) return 'http/protobuf';
  return environment.name(given.name, OTLP_PROTOCOLS, 'There is no such protocol.') ?? 'http/protobuf';
}

/** The time limit of one export of a signal. */
export function otlpTimeoutMs(environment: EnvironmentReader, signal: Signal): number {
  const [own, ofAll] = ofSignal(signal, 'TIMEOUT');
  return environment.count(own, 'time') ?? environment.count(ofAll, 'time') ?? 10_000;
}

type Wanted<Otlp> = Otlp | boolean | undefined;

/**
 * Whether metrics or log lines are sent by OTLP, and how: as the option says, and without it if the environment names
 * the signal's exporter, or an address and no other exporter. A declarative configuration speaks for itself.
 */
export function wantedOtlp<Otlp extends object>(
  given: Wanted<Otlp>,
  environment: EnvironmentReader,
  signal: 'METRICS' | 'LOGS',
): Otlp | Record<string, never> | undefined {
  const isDisabled = environment.text('OTEL_SDK_DISABLED')?.toLowerCase() === 'true';
  const wanted = !isDisabled && (given ?? isNamed(environment, signal));
  return typeof wanted === 'object' ? wanted : wanted ? {} : undefined;
}

function isNamed(environment: EnvironmentReader, signal: 'METRICS' | 'LOGS'): boolean {
  if (environment.text('OTEL_CONFIG_FILE') !== undefined) return false;
  const named = environment.names<string>(`OTEL_${signal}_EXPORTER`, EXPORTERS[signal], 'ignore');
  return named?.includes('otlp') ?? environment.first(...otlpEndpointVariables(signal)) !== undefined;
}

/**
 * Checks what an OTLP exporter of a signal is going to read from the environment besides its address.
 *
 * @throws Refusal when a file with a certificate or key cannot be read.
 */
export function checkOtlpVariables(environment: EnvironmentReader, signal: Signal): void {
  // Another compression is ignored by the SDK.
  for (const name of ofSignal(signal, 'COMPRESSION')) environment.names(name, COMPRESSIONS, 'ignore');
  for (const file of FILES) {
    const given = environment.first(...ofSignal(signal, file));
    if (given !== undefined) checkFile(environment, given.name, given.value);
  }
}

function checkFile(environment: EnvironmentReader, name: string, path: string): void {
  try {
    readFileSync(path);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    environment.refuse(name, {
      why: `The file cannot be read (${code}).`,
      fix: 'Give the path of a file in PEM format that this process may read.',
    });
  }
}

function ofSignal(signal: Signal, what: string): readonly [string, string] {
  return [`OTEL_EXPORTER_OTLP_${signal}_${what}`, `OTEL_EXPORTER_OTLP_${what}`];
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
