import { type Context, context as contextApi } from '@opentelemetry/api';
import { currentTelemetry, sharedState, type Telemetry } from '../observation/index.js';
import type { Close, ObservedApplication } from './instrumentation.js';
import type { LossListener } from './internals/library.js';
import type { Loss } from './states/loss.js';

interface State {
  readonly applications: Map<Telemetry, ObservedApplication>;
  /** What applications that open the patch later have to learn as well. */
  readonly losses: Loss[];
  /** The name of the instrumentation, once it observes something. */
  started?: string | undefined;
  /** By owner and name, which copy of a library replaced a method. */
  claims: WeakMap<object, Map<string, object>>;
  undo?: Close | undefined;
}

const patches = sharedState('patches', () => new Map<string, State>());

/**
 * A patch of something that the whole process has once, such as a driver's prototype. The first application that wants
 * it makes it, and the last one undoes it. Each call belongs to the application in whose unit of work it is.
 */
export class SharedPatch implements LossListener {
  private readonly state: State;

  /** Copies of this package that share state, and name the same patch, share it. */
  constructor(name: string) {
    let state = patches.get(name);
    if (state === undefined) {
      state = { applications: new Map(), losses: [], claims: new WeakMap() };
      patches.set(name, state);
    }
    this.state = state;
  }

  /** `patch` is called for the first application only, and returns what undoes it. */
  open(application: ObservedApplication, patch: () => Close): Close {
    const { state } = this;
    const { applications } = state;
    const isFirst = applications.size === 0;
    applications.set(application.telemetry, application);
    if (isFirst) this.begin(application, patch);
    else this.inform(application);
    return () => {
      if (!applications.delete(application.telemetry) || applications.size > 0) return;
      const { undo } = state;
      state.undo = undefined;
      state.started = undefined;
      state.losses.length = 0;
      state.claims = new WeakMap();
      undo?.();
    };
  }

  /** The application to which a call on `self` in `context` belongs, if it wants this patch. */
  application(self: unknown, context: Context = contextApi.active()): ObservedApplication | undefined {
    const telemetry = currentTelemetry(self, context);
    return telemetry === undefined ? undefined : this.state.applications.get(telemetry);
  }

  /** The patch observes something: its applications have an instrumentation of this name. */
  start(name: string): void {
    this.state.started = name;
    for (const { states } of this.state.applications.values()) states.start(name);
  }

  lose(loss: Loss): void {
    this.state.losses.push(loss);
    for (const { states } of this.state.applications.values()) states.lose(loss);
  }

  claim(owner: object, name: string, library: object): boolean {
    const { claims } = this.state;
    const byName = claims.get(owner) ?? new Map<string, object>();
    claims.set(owner, byName);
    if (!byName.has(name)) byName.set(name, library);
    return byName.get(name) === library;
  }

  /** Bound, so that it can be handed over as a function. */
  readonly report = (what: string, error?: unknown): void => {
    for (const application of this.state.applications.values()) application.report(what, error);
  };

  private begin({ telemetry }: ObservedApplication, patch: () => Close): void {
    try {
      this.state.undo = patch();
    } catch (error) {
      this.state.applications.delete(telemetry);
      throw error;
    }
  }

  private inform({ states }: ObservedApplication): void {
    const { started, losses } = this.state;
    if (started !== undefined) states.start(started);
    for (const loss of losses) states.lose(loss);
  }
}
