import type { FactoryProvider } from '@nestjs/common';
import { DoctorVisit } from '../doctor/start/doctor-visit.js';
import { StartReport } from '../doctor/start/start-report.js';
import { CacheManagers } from '../instrumentation/drivers/cache-manager/cache-managers.js';
import { HttpServerInstrumentation } from '../instrumentation/http-server/http-server.instrumentation.js';
import { LifeCycle } from '../life-cycle/life-cycle.js';
import type { Participant } from '../life-cycle/participant.js';
import { LevelEndpoint } from '../logging/levels/level-endpoint.js';
import { MetricsEndpoint } from '../metrics/endpoint/metrics-endpoint.js';
import { own, register, releaseAll, Telemetry } from '../observation/index.js';
import { registerGlobally } from '../tracing/runtime/global-tracer-provider.js';
import type { TracingRuntime } from '../tracing/runtime/tracing-runtime.js';
import { PARTICIPANTS, TRACING_RUNTIME } from './tokens.js';

/** The parts of telemetry that take part in the start of the application, in the order in which they do. */
export const PARTICIPANTS_PROVIDER: FactoryProvider<readonly Participant[]> = {
  provide: PARTICIPANTS,
  inject: [
    Telemetry,
    TRACING_RUNTIME,
    LifeCycle,
    HttpServerInstrumentation,
    MetricsEndpoint,
    LevelEndpoint,
    CacheManagers,
    // Last: the others have started.
    DoctorVisit,
    StartReport,
  ],
  useFactory: (telemetry: Telemetry, runtime: TracingRuntime, life: LifeCycle, ...endpoints: Participant[]) => [
    providersOf(telemetry, runtime, life),
    ...endpoints,
  ],
};

/** Makes the telemetry findable: for OpenTelemetry's API, for decorators, and for the application's own instances. */
function providersOf(telemetry: Telemetry, runtime: TracingRuntime, life: LifeCycle): Participant {
  const unregister = register(telemetry);
  life.endsWith('instrumentations', 'the decorators', unregister);
  life.endsWith('instrumentations', 'the failures that wait for an answer', releaseAll);
  const unregisterGlobally = registerGlobally(telemetry, runtime.tracerProvider, runtime.propagator);
  life.endsWith('instrumentations', "OpenTelemetry's global API", unregisterGlobally);
  return { meet: (instance) => own(instance, telemetry) };
}
