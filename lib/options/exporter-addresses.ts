import { urlProblem } from './checks/addresses.js';
import type { EnvironmentReader } from './environment.js';
import type { ExporterOption } from './exporter.options.js';
import type { OtlpProtocol } from './names.js';
import { checkOtlpEndpoint, checkOtlpVariables } from './otlp-variables.js';

interface Addressed {
  readonly exporters: readonly ExporterOption[];
  readonly endpoint: string | undefined;
  readonly otlpProtocol: OtlpProtocol;
  readonly zipkin: { readonly endpoint: string };
  readonly disabled: boolean;
  readonly sdk: object | undefined;
  readonly configFile: string | undefined;
}

/** Checks only the variables that this application's exporters will use. */
export function checkAddresses(tracing: Addressed, environment: EnvironmentReader): void {
  const { exporters, endpoint, otlpProtocol: protocol, zipkin, disabled, sdk, configFile } = tracing;
  if (disabled || sdk !== undefined || configFile !== undefined) return;
  for (const exporter of exporters) {
    const option = typeof exporter === 'string' ? { type: exporter } : exporter;
    if (!('type' in option)) continue;
    const own = 'endpoint' in option ? option.endpoint : undefined;
    if (option.type === 'otlp') {
      checkOtlpVariables(environment, 'TRACES');
      const chosen = 'protocol' in option ? option.protocol : undefined;
      if ((own ?? endpoint) === undefined) checkOtlpEndpoint(environment, 'TRACES', chosen ?? protocol);
    }
    const problem = option.type === 'zipkin' && urlProblem(own ?? zipkin.endpoint, { credentials: false });
    if (problem) environment.refuse('OTEL_EXPORTER_ZIPKIN_ENDPOINT', problem);
  }
}
