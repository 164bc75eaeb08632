import { type Context, context as contextApi } from '@opentelemetry/api';
import { currentTelemetry, type Telemetry } from '../observation/index.js';
import type { Close, ObservedApplication } from './instrumentation.js';

interface State {
  readonly applications: Map<Telemetry, ObservedApplication>;
  undo?: Close | undefined;
}

const PATCHES = Symbol.for('nestjs-telemetry:patches');

/**
 * A patch of something that the whole process has once, such as a driver's prototype. It is made for the first
 * application that wants it and undone with the last; each call belongs to the application in whose unit of work it is.
 */
export class SharedPatch {
  private readonly state: State;

  /** Two copies of this package that name the same patch share it. */
  constructor(name: string) {
    const holder = globalThis as { [PATCHES]?: Map<string, State> };
    const patches = (holder[PATCHES] ??= new Map());
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
