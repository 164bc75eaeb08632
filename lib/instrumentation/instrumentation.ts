import type { TextMapPropagator } from '@opentelemetry/api';
import type { Observable } from 'rxjs';
import type { WatchPool } from '../conventions/database/connection-pool.js';
import type { Close } from '../life-cycle/close-all.js';
import type { ReportFault, Telemetry } from '../observation/index.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import type { InstrumentationStates } from './states/instrumentation-states.js';

/** What an instrumentation knows of the application that it observes. */
export interface ObservedApplication {
  readonly telemetry: Telemetry;
  readonly propagator: TextMapPropagator;
  readonly options: ResolvedOptions;
  /** The servers of its microservices, those that exist and those to come. */
  readonly rpcTargets: Observable<unknown>;
  readonly report: ReportFault;
  /** Its instrumentations, and what they lack. */
  readonly states: InstrumentationStates;
  readonly watchPool: WatchPool;
}

export type { Close };

/** Begins to observe one sort of calls of an application. It does nothing where the options do not want it. */
export type StartInstrumentation = (application: ObservedApplication) => Close | Promise<Close>;
