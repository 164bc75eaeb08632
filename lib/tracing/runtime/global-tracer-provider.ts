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

/** All copies of this package, of any version, register here how to find the provider of the current work. */
const FINDERS = Symbol.for('nestjs-telemetry:tracer-providers');

type FindProvider = () => TracerProvider | undefined;

/** The provider of each application of this copy, and of copies that share its state. */
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
 * The provider that OpenTelemetry's global API returns to libraries. It routes each span to the application of the
 * current work, so that two applications in one process stay separate.
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

/** The globally registered provider, if other code registered it. */
export function foreignTracerProvider(): TracerProvider | undefined {
  const registered = delegate();
  return registered === undefined || FINDERS in registered ? undefined : registered;
}

/** Registers an application's provider and propagator with the global API. Returns a function that removes them. */
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

/** The provider behind the API's proxy; undefined if none is registered. */
function delegate(): TracerProvider | undefined {
  const registered = trace.getTracerProvider();
  if (!(registered instanceof ProxyTracerProvider)) return registered;
  const behind = registered.getDelegate();
  return behind === NOOP.getDelegate() ? undefined : behind;
}
