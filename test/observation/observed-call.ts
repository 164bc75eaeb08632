import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { context as contextApi } from '@opentelemetry/api';
import { concludeByThrow, type Operation, type Settlement, Telemetry } from '../../lib/observation/index.js';
import { type RecordedCall, RecordingObserver } from './recording.observer.js';

contextApi.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

export const OPERATION: Operation = { kind: 'function', name: 'work', labels: {}, attributes: {} };

export interface Observed<T> {
  readonly returned: T;
  /** How the call came to its end; several would be one too many. */
  readonly settlements: Settlement[];
  readonly calls: readonly RecordedCall[];
  readonly faults: string[];
}

export interface Watch {
  readonly telemetry: Telemetry;
  readonly settlements: Settlement[];
  readonly calls: readonly RecordedCall[];
  readonly faults: string[];
  run<T>(fn: () => T, name?: string): T;
}

/** A telemetry of its own that remembers everything. */
export function watch(): Watch {
  const recorder = new RecordingObserver();
  const settlements: Settlement[] = [];
  const faults: string[] = [];
  const telemetry = new Telemetry([recorder], (what) => faults.push(what));
  const run = <T>(fn: () => T, name = OPERATION.name): T =>
    telemetry.run({ ...OPERATION, name }, fn, (settlement) => {
      settlements.push(settlement);
      return concludeByThrow(settlement);
    });
  return { telemetry, settlements, faults, calls: recorder.calls, run };
}

/** Runs `fn` as one observed call. */
export function observe<T>(fn: () => T): Observed<T> {
  const { run, settlements, calls, faults } = watch();
  return { returned: run(fn), settlements, calls, faults };
}
