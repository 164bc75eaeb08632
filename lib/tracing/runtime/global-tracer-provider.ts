import {
  propagation,
  ProxyTracerProvider,
  type TextMapPropagator,
  trace,
  type Tracer,
  type TracerOptions,
  type TracerProvider,
} from '@opentelemetry/api';
import { currentTelemetry, sharedState, type Telemetry } from '../../observation/index.js';

/** Where copies of this package, of whichever version, add how they find the provider of the work under way. */
const FINDERS = Symbol.for('nestjs-telemetry:tracer-providers');

type FindProvider = () => TracerProvider | undefined;

/** The provider of each application of this copy, and of those that share its state. */
const { applications, find } = sharedState('tracer-providers', () => {
  const byTelemetry = new Map<Telemetry, TracerProvider>();
  const ofCurrent: FindProvider = () => {
    const telemetry = currentTelemetry(undefined);
    return telemetry && byTelemetry.get(telemetry);
  };
  return { applications: byTelemetry, find: ofCurrent };
});

const NOOP = new ProxyTracerProvider();

/**
 * The provider that OpenTelemetry's global API gives to libraries. Each span goes to the application whose work it is
 * part of, so that two applications in one process stay apart there too.
 */
class ApplicationsTracerProvider implements TracerProvider {
  readonly [FINDERS] = new Set<FindProvider>();

  getTracer(name: string, version?: string, options?: TracerOptions): Tracer {
    const current = (): Tracer => this.current().getTracer(name, version, options);
    return {
      startSpan: (...parameters) => current().startSpan(...parameters),
      startActiveSpan: (...parameters: unknown[]) =>
        (current().startActiveSpan as (...parameters: unknown[]) => never)(...parameters),
    };
  }

  private current(): TracerProvider {
    for (const findProvider of this[FINDERS]) {
      const found = findProvider();
      if (found !== undefined) return found;
    }
    return NOOP;
  }
}

/** The globally registered provider, if it is somebody else's. */
export function foreignTracerProvider(): TracerProvider | undefined {
  const registered = delegate();
  return registered === undefined || FINDERS in registered ? undefined : registered;
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
  const finders = registered[FINDERS];
  finders.add(find);
  applications.set(telemetry, provider);
  return () => {
    applications.delete(telemetry);
    if (applications.size > 0) return;
    finders.delete(find);
    if (finders.size > 0) return;
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
