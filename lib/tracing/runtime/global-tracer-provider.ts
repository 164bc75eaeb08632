import {
  propagation,
  ProxyTracerProvider,
  type TextMapPropagator,
  trace,
  type Tracer,
  type TracerOptions,
  type TracerProvider,
} from '@opentelemetry/api';
import { currentTelemetry, type Telemetry } from '../../observation/index.js';

// On the registered provider itself, so that an ESM and a CommonJS copy of this package share it.
const APPLICATIONS = Symbol.for('nestjs-telemetry:tracer-providers');

const NOOP = new ProxyTracerProvider();

/**
 * The provider that OpenTelemetry's global API gives to libraries. Each span goes to the application whose work it is
 * part of, so that two applications in one process stay apart there too.
 */
class ApplicationsTracerProvider implements TracerProvider {
  readonly [APPLICATIONS] = new Map<Telemetry, TracerProvider>();

  getTracer(name: string, version?: string, options?: TracerOptions): Tracer {
    const current = (): Tracer => {
      const telemetry = currentTelemetry(undefined);
      const provider = telemetry && this[APPLICATIONS].get(telemetry);
      return (provider ?? NOOP).getTracer(name, version, options);
    };
    return {
      startSpan: (...parameters) => current().startSpan(...parameters),
      startActiveSpan: (...parameters: unknown[]) =>
        (current().startActiveSpan as (...parameters: unknown[]) => never)(...parameters),
    };
  }
}

/** The globally registered provider, if it is somebody else's. */
export function foreignTracerProvider(): TracerProvider | undefined {
  const registered = delegate();
  return registered === undefined || APPLICATIONS in registered ? undefined : registered;
}

/** Makes an application's provider and propagator serve the global API; returns what ends that. */
export function registerGlobally(
  telemetry: Telemetry,
  provider: TracerProvider,
  propagator: TextMapPropagator,
): () => void {
  if (foreignTracerProvider() !== undefined) return () => undefined;
  let registered = delegate() as ApplicationsTracerProvider | undefined;
  if (registered === undefined) {
    registered = new ApplicationsTracerProvider();
    trace.setGlobalTracerProvider(registered);
    propagation.setGlobalPropagator(propagator);
  }
  const applications = registered[APPLICATIONS];
  applications.set(telemetry, provider);
  return () => {
    applications.delete(telemetry);
    if (applications.size > 0) return;
    trace.disable();
    propagation.disable();
  };
}

/** What is behind the API's proxy; undefined when nothing was registered. */
function delegate(): TracerProvider | undefined {
  const registered = trace.getTracerProvider();
  if (!(registered instanceof ProxyTracerProvider)) return registered;
  const behind = registered.getDelegate();
  return behind === NOOP.getDelegate() ? undefined : behind;
}
