import { type Context, context as contextApi, propagation, type TextMapPropagator, trace } from '@opentelemetry/api';
import { enterContext } from './context-entry.js';
import { type Expects, NOTHING_EXPECTED } from './expected-errors.js';
import { Observation, type ReportFault } from './observation.js';
import type { Observer } from './observer.js';
import type { Operation } from './operation.js';
import { ObservedCall } from './observed-call.js';
import { type Conclude, concludeByThrow } from './outcome.js';
import { settle } from './settle.js';
import { UnitOfWork } from './unit-of-work.js';

/**
 * Everything that observes one application. Instrumentations begin operations here. Two applications have two
 * instances.
 */
export class Telemetry {
  private readonly extensions = new Map<symbol, unknown>();

  constructor(
    private readonly observers: readonly Observer[],
    /** Reports a fault of telemetry. */
    readonly report: ReportFault,
    /** Carries a unit of work across process boundaries. */
    readonly propagator: TextMapPropagator = propagation,
    /** Errors that are no failures of the application. */
    private readonly expects: Expects = NOTHING_EXPECTED,
  ) {}

  /**
   * Stores one value per application for other folders. Create the key with `sharedSymbol()`: a second copy of this
   * package reads the same key.
   */
  extend<T>(key: symbol, extension: T): T {
    this.extensions.set(key, extension);
    return extension;
  }

  extension<T>(key: symbol): T | undefined {
    return this.extensions.get(key) as T | undefined;
  }

  /** Begins a call that another callback ends. Without a parent unit of work, the call becomes one. */
  begin(operation: Operation, parent: Context = contextApi.active()): Observation {
    const unit = UnitOfWork.of(parent);
    if (unit?.telemetry !== this) return this.beginUnit(operation, parent);
    const { observers, report, expects } = this;
    const observation = new Observation(observers, operation, parent, report, expects, unit.root);
    unit.root ??= observation;
    return observation;
  }

  /** Begins a call that always is a new unit of work: a request, a message, a job. */
  beginUnit(operation: Operation, parent: Context): Observation {
    const unit = new UnitOfWork(this);
    const above = trace.getSpanContext(parent);
    if (above?.isRemote === true) unit.sender = above;
    const observation = new Observation(this.observers, operation, unit.enter(parent), this.report, this.expects);
    unit.root = observation;
    return observation;
  }

  /**
   * Runs `fn` as one observed call and hands back what it returns. The call ends when the returned value has settled:
   * a promise or thenable, an Observable, an async iterator, a stream, or any other value at once. `prepare` runs first,
   * with the context of the call. It must not throw.
   */
  run<T>(
    operation: Operation,
    fn: () => T,
    conclude: Conclude = concludeByThrow,
    parent: Context = contextApi.active(),
    prepare?: (context: Context) => void,
  ): T {
    const call = new ObservedCall(this, operation, parent, conclude, this.report);
    prepare?.(call.context);
    const leave = enterContext(call.context);
    let returned: T;
    try {
      try {
        returned = leave === undefined ? call.within(fn) : fn();
      } finally {
        leave?.();
      }
    } catch (error) {
      call.end({ as: 'thrown', error });
      throw error;
    }
    return settle(returned, call, this.report);
  }
}
