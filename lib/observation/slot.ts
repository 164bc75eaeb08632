import { context as contextApi } from '@opentelemetry/api';
import { ended, isWorkOfAnother, mayBelongToAnother, reportOfMeeting, type RunningCopy, started } from './copies.js';
import { sharedState } from './shared-state.js';
import type { Telemetry } from './telemetry.js';
import { UnitOfWork } from './unit-of-work.js';
import { VERSION } from './version.js';

interface Slot {
  /** Applications that run in this process, oldest first. */
  readonly running: Telemetry[];
  /** Which applications a provider belongs to, for work that starts outside any unit of work, such as a timer. */
  readonly owners: WeakMap<object, readonly Telemetry[]>;
  /** How copies of other versions, and those in other realms, see this one. */
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

/** Makes an application's telemetry findable for decorators; returns what ends that. */
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

/** Notes that `provider` belongs to the application that `telemetry` observes. */
export function own(provider: object, telemetry: Telemetry): void {
  const { owners, running } = slot;
  const others = (owners.get(provider) ?? []).filter((owner) => owner !== telemetry && running.includes(owner));
  owners.set(provider, [...others, telemetry]);
}

/**
 * The telemetry to which a call on `self` belongs: that of the unit of work in progress, else that of the application
 * which made `self`, else the only one there is. None inside a unit of work of another copy of this package. None with
 * several applications and no clue, or when the application has closed: a wrong guess mixes up applications.
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
