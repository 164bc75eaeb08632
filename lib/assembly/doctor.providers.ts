import type { Provider } from '@nestjs/common';
import { DOCTOR, type Doctor } from '../doctor/doctor.js';
import { DoctorVisit } from '../doctor/start/doctor-visit.js';
import { type DestinationSources, destinationsOf, type ServerState } from '../doctor/start/destinations.js';
import { startLine } from '../doctor/start/start-line.js';
import { StartReport } from '../doctor/start/start-report.js';
import { unobservedPackages } from '../doctor/packages/unobserved-packages.js';
import { InstrumentationStates } from '../instrumentation/states/instrumentation-states.js';
import { TELEMETRY_OPTIONS } from '../telemetry.module-definition.js';
import type { TelemetryOptions } from '../telemetry.options.js';
import { LifeCycle } from '../life-cycle/life-cycle.js';
import { LogStatistics } from '../logging/log-statistics.js';
import { ROOT_LOGGER, type RootLogger } from '../logging/root-logger.js';
import { MetricsEndpoint } from '../metrics/endpoint/metrics-endpoint.js';
import { MetricPushes } from '../metrics/push/metric-pushes.js';
import { sharedSymbol } from '../observation/index.js';
import { declaredPackages } from '../options/package-json.js';
import { Diagnostics } from '../telemetry.diagnostics.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import { ExportStatistics } from '../tracing/export-statistics.js';
import { foreignTracerProvider } from '../tracing/runtime/global-tracer-provider.js';
import { diagnose } from './diagnose.js';
import { RESOLVED_OPTIONS } from './tokens.js';

const DESTINATIONS = sharedSymbol('destinations');

type Sources = Omit<DestinationSources, 'server' | 'adopted'>;

/** What telemetry says of itself. */
export const DOCTOR_PROVIDERS: Provider[] = [
  {
    provide: DESTINATIONS,
    inject: [RESOLVED_OPTIONS, ExportStatistics, MetricPushes, LogStatistics, MetricsEndpoint],
    useFactory: (
      options: ResolvedOptions,
      exported: ExportStatistics,
      pushes: MetricPushes,
      logged: LogStatistics,
      endpoint: MetricsEndpoint,
    ): Sources => ({
      options,
      exporters: () => exported.read().map(({ exporter: name }) => ({ name, address: exported.addressOf(name) })),
      pushes: () => pushes.targets(),
      lines: () => logged.deliveries().map(({ destination: name }) => ({ name, address: logged.addressOf(name) })),
      metricsPort: () => endpoint.port,
    }),
  },
  {
    provide: DOCTOR,
    // Without options, the module says what is wrong: see optionsOfOnly().
    inject: [{ token: TELEMETRY_OPTIONS, optional: true }, DESTINATIONS, InstrumentationStates],
    useFactory: (given: TelemetryOptions, sources: Sources, states: InstrumentationStates): Doctor => ({
      async diagnose() {
        const adopted = isAdopted();
        const destinations = destinationsOf({ ...sources, server: {}, adopted });
        return diagnose({ given, instrumentations: states.read(), destinations, adopted });
      },
    }),
  },
  { provide: DoctorVisit, inject: [DOCTOR], useFactory: (doctor: Doctor) => new DoctorVisit(doctor) },
  {
    provide: StartReport,
    inject: [RESOLVED_OPTIONS, DESTINATIONS, ROOT_LOGGER, InstrumentationStates, Diagnostics, LifeCycle],
    useFactory: (
      { logging, metrics }: ResolvedOptions,
      sources: Sources,
      root: RootLogger,
      states: InstrumentationStates,
      { report }: Diagnostics,
      life: LifeCycle,
    ): StartReport => {
      const write = (server: ServerState | undefined): void => {
        const instrumentations = states.read();
        const observed = new Set(instrumentations.map(({ name }) => name));
        const unobserved = unobservedPackages(declaredPackages(), observed);
        const destinations = destinationsOf({ ...sources, server, adopted: isAdopted() });
        const { message, fields } = startLine(
          { destinations, instrumentations, unobserved },
          logging.format === 'text',
        );
        root.info({ trace_id: undefined, context: 'Telemetry', ...(fields && { fields }) }, message);
      };
      const servesOwnMetrics = metrics.endpoint !== false && !metrics.cluster;
      const start = new StartReport({ servesOwnMetrics, write: logging.startLine ? write : undefined, report });
      life.endsWith('instrumentations', 'the line at the start', () => start.end());
      return start;
    },
  },
];

function isAdopted(): boolean {
  return foreignTracerProvider() !== undefined;
}
