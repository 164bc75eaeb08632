import { context as contextApi } from '@opentelemetry/api';
import type { Telemetry } from './telemetry.js';
import { UnitOfWork } from './unit-of-work.js';

interface Slot {
  /** Applications that run in this process, oldest first. */
  readonly running: Telemetry[];
  /** Which applications a provider belongs to, for work that starts outside any unit of work, such as a timer. */
  readonly owners: WeakMap<object, readonly Telemetry[]>;
}

const SLOT = Symbol.for('nestjs-telemetry:slot');

// On globalThis, so that an ESM and a CommonJS copy of this package find the same applications.
function slot(): Slot {
  const holder = globalThis as { [SLOT]?: Slot };
  return (holder[SLOT] ??= { running: [], owners: new WeakMap() });
}

/** Makes an application's telemetry findable for decorators; returns what ends that. */
export function register(telemetry: Telemetry): () => void {
  const { running } = slot();
  running.push(telemetry);
  return () => {
    const at = running.indexOf(telemetry);
    if (at >= 0) running.splice(at, 1);
  };
}

/** Notes that `provider` belongs to the application that `telemetry` observes. */
export function own(provider: object, telemetry: Telemetry): void {
  const { owners, running } = slot();
  const others = (owners.get(provider) ?? []).filter((owner) => owner !== telemetry && running.includes(owner));
  owners.set(provider, [...others, telemetry]);
}

/**
 * The telemetry to which a call on `self` belongs: that of the unit of work in progress, else that of the application
 * which made `self`, else the only one there is. With several and no clue, or when the application has closed, none: a
 * wrong guess mixes up applications.
 */
export function currentTelemetry(self: unknown, context = contextApi.active()): Telemetry | undefined {
  const unit = UnitOfWork.of(context);
  if (unit !== undefined) return unit.telemetry;
  const { running, owners } = slot();
  const owned = typeof self === 'object' && self !== null ? owners.get(self) : undefined;
  return only(owned === undefined ? running : owned.filter((owner) => running.includes(owner)));
}

function only<T>(candidates: readonly T[]): T | undefined {
  return candidates.length === 1 ? candidates[0] : undefined;
}
