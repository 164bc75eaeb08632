import { type Context, context as contextApi } from '@opentelemetry/api';
import { currentTelemetry, sharedState, type Telemetry } from '../observation/index.js';
import type { Close, ObservedApplication } from './instrumentation.js';

interface State {
  readonly applications: Map<Telemetry, ObservedApplication>;
  undo?: Close | undefined;
}

const patches = sharedState('patches', () => new Map<string, State>());

/**
 * A patch of something that the whole process has once, such as a driver's prototype. It is made for the first
 * application that wants it and undone with the last; each call belongs to the application in whose unit of work it is.
 */
export class SharedPatch {
  private readonly state: State;

  /** Copies of this package that share state, and name the same patch, share it. */
  constructor(name: string) {
    let state = patches.get(name);
    if (state === undefined) {
      state = { applications: new Map() };
      patches.set(name, state);
    }
    this.state = state;
  }

  /** `patch` is called for the first application only, and returns what undoes it. */
  open(application: ObservedApplication, patch: () => Close): Close {
    const { state } = this;
    const { applications } = state;
    if (applications.size === 0) state.undo = patch();
    applications.set(application.telemetry, application);
    return () => {
      if (!applications.delete(application.telemetry) || applications.size > 0) return;
      state.undo?.();
      state.undo = undefined;
    };
  }

  /** The application to which a call on `self` in `context` belongs, if it wants this patch. */
  application(self: unknown, context: Context = contextApi.active()): ObservedApplication | undefined {
    const telemetry = currentTelemetry(self, context);
    return telemetry === undefined ? undefined : this.state.applications.get(telemetry);
  }
}
