import { context as contextApi } from '@opentelemetry/api';
import { ended, isWorkOfAnother, mayBelongToAnother, reportOfMeeting, type RunningCopy, started } from './copies.js';
import { sharedState } from './shared-state.js';
import type { Telemetry } from './telemetry.js';
import { UnitOfWork } from './unit-of-work.js';
import { VERSION } from './version.js';

interface Slot {
  /** Applications that run in this process, oldest first. */
  readonly running: Telemetry[];
  /** The application of each provider, for work that starts outside any unit of work, such as a timer. */
  readonly owners: WeakMap<object, readonly Telemetry[]>;
  /** How other copies, of other versions or in other realms, see this copy. */
  readonly copy: RunningCopy;
}

const slot = sharedState<Slot>('slot', () => {
  const running: Telemetry[] = [];
  const copy: RunningCopy = {
    version: VERSION,
    realm: globalThis,
    youngest: 0,
    atWork: () => UnitOfWork.of(contextApi.active()) !== undefined,
    meet: (version) => {
      const report = reportOfMeeting(version);
      if (report !== undefined) running.at(-1)?.report(report);
    },
  };
  return { running, owners: new WeakMap(), copy };
});

/** Registers an application's telemetry, so that decorators find it. Returns a function that removes it. */
export function register(telemetry: Telemetry): () => void {
  const { running, copy } = slot;
  running.push(telemetry);
  started(copy);
  return () => {
    const at = running.indexOf(telemetry);
    if (at >= 0) running.splice(at, 1);
    if (running.length === 0) ended(copy);
  };
}

/** Records that `provider` belongs to the application that `telemetry` observes. */
export function own(provider: object, telemetry: Telemetry): void {
  const { owners, running } = slot;
  const others = (owners.get(provider) ?? []).filter((owner) => owner !== telemetry && running.includes(owner));
  owners.set(provider, [...others, telemetry]);
}

/**
 * Finds the telemetry for a call on `self`: first that of the current unit of work, then that of the application that
 * created `self`, then the only one. Returns none inside a unit of work of another copy of this package. Also returns
 * none if several applications are possible, or if the application has closed: a wrong guess would mix up applications.
 */
export function currentTelemetry(self: unknown, context = contextApi.active()): Telemetry | undefined {
  const unit = UnitOfWork.of(context);
  if (unit !== undefined) return unit.telemetry as Telemetry;
  const { running, owners, copy } = slot;
  if (UnitOfWork.isIn(context) || isWorkOfAnother(copy)) return undefined;
  const owned = typeof self === 'object' && self !== null ? owners.get(self) : undefined;
  if (owned !== undefined) return only(owned.filter((owner) => running.includes(owner)));
  return mayBelongToAnother(copy) ? undefined : only(running);
}

function only<T>(candidates: readonly T[]): T | undefined {
  return candidates.length === 1 ? candidates[0] : undefined;
}
